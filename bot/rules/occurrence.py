"""What a calendar says about one stretch of time. The process that reads calendars imports this, but no tables."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attendee:
    """Somebody invited by a calendar entry."""

    address: str
    """E-mail address in lower case; "" if there is none."""
    name: str = ""


@dataclass(frozen=True)
class Occurrence:
    """One occurrence of a calendar entry, with the people it names."""

    starts_at: datetime
    ends_at: datetime
    summary: str
    attendees: tuple[Attendee, ...] = ()
