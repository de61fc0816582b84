"""How is the survey answered?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SurveyAnswers:
    """The answers to one survey."""

    is_useful: bool
    quality: int
    """Quality of the technician's answer, from 1 (poor) to 5 (very good)."""
    language: int
    """How well it was written, from 1 to 5."""
    remarks: str
    """What affected the experience, as typed; "" if nothing was."""
