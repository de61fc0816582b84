"""What was promised for an incident, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.terms import Terms


@dataclass(frozen=True)
class TermsPeriodFacts:
    """The terms from `begun_at` until the next period begins."""

    terms: Terms
    deadline_at: datetime
    begun_at: datetime
    begun_by: str
    """Slack member id of the person who filed or changed the incident; "guichet" if nobody did."""
    reason: str
    """Why the terms were changed, as typed; "" for the first period."""


def deadline_kept(terms_periods: Sequence[TermsPeriodFacts], *, answered_at: datetime, margin: int) -> datetime | None:
    """Return the deadline against which the margin, in seconds, of an acknowledgement was measured."""
    deadlines = (one.deadline_at for one in reversed(terms_periods))
    return next((one for one in deadlines if int((one - answered_at).total_seconds()) == margin), None)
