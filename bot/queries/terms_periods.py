"""What was promised to an incident, and since when?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.facts.terms_period import TermsPeriodFacts
from bot.queries.terms import terms_of
from models import TermsPeriod


def terms_periods_of(session: Session, *, incident_id: int) -> Sequence[TermsPeriodFacts]:
    """Return what was promised, the first promise first."""
    found = select(TermsPeriod).where(TermsPeriod.incident_id == incident_id).order_by(col(TermsPeriod.id))
    return [
        TermsPeriodFacts(
            terms=terms_of(one),
            deadline_at=one.deadline_at,
            begun_at=one.begun_at,
            begun_by=one.begun_by,
            reason=one.reason,
        )
        for one in session.exec(found)
    ]
