"""What was promised to an incident, and since when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules.terms import Terms
from models import TermsPeriod


@dataclass(frozen=True)
class TermsPeriodFacts:
    """One promise, from `begun_at` to the next one."""

    terms: Terms
    deadline_at: datetime
    begun_at: datetime
    begun_by: str
    """Slack member id of who filed or changed it; "guichet" where nobody did."""
    reason: str
    """Why it was changed, as typed; "" for the first."""


def terms_periods_of(session: Session, *, incident_id: int) -> Sequence[TermsPeriodFacts]:
    """Return what was promised, the first promise first."""
    found = select(TermsPeriod).where(TermsPeriod.incident_id == incident_id).order_by(col(TermsPeriod.id))
    return [
        TermsPeriodFacts(
            terms=Terms.model_validate(one.terms),
            deadline_at=one.deadline_at,
            begun_at=one.begun_at,
            begun_by=one.begun_by,
            reason=one.reason,
        )
        for one in session.exec(found)
    ]


def deadline_kept(terms_periods: Sequence[TermsPeriodFacts], *, answered_at: datetime, margin: int) -> datetime | None:
    """Return the deadline against which the margin, in seconds, of an acknowledgement was measured."""
    deadlines = (one.deadline_at for one in reversed(terms_periods))
    return next((one for one in deadlines if int((one - answered_at).total_seconds()) == margin), None)
