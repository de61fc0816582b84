"""What is answered to the survey?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SurveyAnswers:
    """What was answered."""

    is_useful: bool
    quality: int
    """Of the answer, from 1 (poor) to 5 (very good)."""
    language: int
    """How well it was written, from 1 to 5."""
    remarks: str
    """What affected the experience, as typed; "" where nothing was."""
