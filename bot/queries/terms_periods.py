"""What was promised to incidents, and since when?"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from bot.facts.terms_period import TermsPeriodFacts
from bot.queries.terms import terms_of
from models import TermsPeriod


def terms_periods_of(session: Session, *, incident_ids: Collection[int]) -> Mapping[int, list[TermsPeriodFacts]]:
    """Return, for each of these incidents, what was promised, the first promise first."""
    found: Mapping[int, list[TermsPeriodFacts]] = defaultdict(list)
    of_these = col(TermsPeriod.incident_id).in_(incident_ids)
    for one in session.exec(select(TermsPeriod).where(of_these).order_by(col(TermsPeriod.id))):
        found[one.incident_id].append(
            TermsPeriodFacts(
                terms=terms_of(one),
                deadline_at=one.deadline_at,
                begun_at=one.begun_at,
                begun_by=one.begun_by,
                reason=one.reason,
            )
        )
    return found
