"""What was promised for incidents, and since when?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from bot.facts.terms_period import TermsPeriodFacts
from bot.queries.terms import read_terms
from models import TermsPeriod

COLUMNS: tuple[Any, ...] = (
    *(TermsPeriod.terms, TermsPeriod.deadline_at),
    *(TermsPeriod.begun_at, TermsPeriod.begun_by, TermsPeriod.reason),
)
"""The columns that `terms_period_of` takes."""
_OF_THESE = (
    sql_select(TermsPeriod.incident_id, *COLUMNS)  # type: ignore[call-overload]
    .where(col(TermsPeriod.incident_id).in_(bindparam("numbers", expanding=True)))
    .order_by(col(TermsPeriod.id))
)


def terms_periods_of(session: Session, *, incident_ids: Collection[int]) -> Mapping[int, list[TermsPeriodFacts]]:
    """Return the terms periods of each of these incidents, oldest first, by number."""
    found: Mapping[int, list[TermsPeriodFacts]] = defaultdict(list)
    for number, *columns in session.execute(_OF_THESE, {"numbers": list(incident_ids)}):
        found[number].append(terms_period_of(*columns))
    return found


def terms_period_of(terms: Mapping[str, Any], *rest: Any) -> TermsPeriodFacts:
    """Return the facts from these columns of a row."""
    return TermsPeriodFacts(read_terms(terms), *rest)
