"""How many are there? Counted no further than people read."""

from typing import Any

from sqlmodel import Session, func, select

from bot.facts.counted import COUNT_LIMIT


def count_some(session: Session, wanted: Any) -> int:
    """Return how many rows a select gives, at most one more than `COUNT_LIMIT`."""
    some = wanted.limit(COUNT_LIMIT + 1).subquery()
    return session.exec(select(func.count()).select_from(some)).one()
