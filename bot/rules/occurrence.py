"""What a calendar says of one stretch of time. The process that reads one imports this, and no tables."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attendee:
    """Somebody whom an entry of a calendar invites."""

    address: str
    """E-mail address in small letters; "" where there is none."""
    name: str = ""


@dataclass(frozen=True)
class Occurrence:
    """One stretch of time of a calendar, with what it says of people."""

    starts_at: datetime
    ends_at: datetime
    summary: str
    attendees: tuple[Attendee, ...] = ()
