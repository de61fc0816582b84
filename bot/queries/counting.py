"""How many rows are there? Counted only as far as people are shown."""

from typing import Any

from sqlalchemy import select as sql_select
from sqlmodel import Session, func, select

from bot.facts.counted import COUNT_LIMIT


def count_some(session: Session, *wanted: Any) -> int:
    """Return how many rows these selects give in all, at most one more than `COUNT_LIMIT`."""
    each = (select(func.count()).select_from(one.limit(COUNT_LIMIT + 1).subquery()) for one in wanted)
    counts = session.execute(sql_select(*(one.scalar_subquery() for one in each))).one()
    return min(int(sum(counts)), COUNT_LIMIT + 1)
