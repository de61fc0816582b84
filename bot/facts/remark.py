"""A remark as the other side reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RemarkFacts:
    """A remark as the other side reads it, taken from its row at one instant."""

    author: str
    """Slack member id."""
    text: str
    """In Slack's markup, escaped as Slack does."""
    files: Sequence[dict[str, str]]
    """Name and link of each file; the link is "" if there is none."""
    written_at: datetime
    is_edited: bool = False
    is_deleted: bool = False
