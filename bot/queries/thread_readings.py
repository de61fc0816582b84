"""Which incidents' threads are to be read again?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from bot.delivery.health import IS_DONE
from bot.queries.counting import count_some
from bot.queries.incidents import IS_ACKNOWLEDGED, IS_OPEN, NOT_CLOSED
from models import Event, Incident, OutboxMessage, ThreadReading

EVENTS = 5_000
"""How many of the newest events are looked at: events have no index on time, but their ids rise with it."""


def touched_incidents(session: Session, *, since: datetime, limit: int) -> Sequence[int]:
    """Return the numbers of incidents, not closed, with events or posts since `since`, the most urgent first."""
    newest = select(func.coalesce(func.max(Event.id), 0)).scalar_subquery()
    acted_on = select(Event.incident_id).where(col(Event.id) > newest - EVENTS, col(Event.at) >= since)
    posted = select(OutboxMessage.incident_id).where(IS_DONE, col(OutboxMessage.done_at) >= since)
    touched = {one for query in (acted_on, posted) for one in session.exec(query).all() if one is not None}
    found = session.exec(
        select(Incident.id)
        .where(NOT_CLOSED, col(Incident.id).in_(sorted(touched, reverse=True)[: 10 * limit]))
        .order_by(col(Incident.status).desc(), col(Incident.deadline_at))
        .limit(limit)
    )
    return [number for number in found if number is not None]


def unread_incidents(session: Session, *, before: datetime, limit: int) -> Sequence[int]:
    """Return the numbers of incidents, not closed, filed before `before` and not read since, the most urgent first.

    Those that nobody has acknowledged come before all others.
    """
    numbers: list[int] = []
    for status in (IS_OPEN, IS_ACKNOWLEDGED):  # One query for each status, each in index order.
        wanted = _unread(before).where(status).order_by(col(Incident.deadline_at)).limit(limit - len(numbers))
        numbers += [number for number in session.exec(wanted) if number is not None]
    return numbers


def count_unread(session: Session, *, before: datetime) -> int:
    """Return how many incidents `unread_incidents` would find, counted as `count_some` does."""
    return count_some(session, _unread(before))


def was_read_since(session: Session, *, incident_id: int, since: datetime) -> bool:
    """Return True if the threads of the incident have been read since `since`."""
    reading = session.get(ThreadReading, incident_id)
    return reading is not None and reading.read_at >= since


def _unread(before: datetime) -> Any:
    unread = or_(col(ThreadReading.read_at).is_(None), col(ThreadReading.read_at) < before)
    joined = select(Incident.id).outerjoin(ThreadReading, col(ThreadReading.incident_id) == Incident.id)
    return joined.where(NOT_CLOSED, col(Incident.opened_at) < before, unread)
