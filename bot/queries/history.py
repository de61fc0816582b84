"""What has happened to an incident?"""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from bot.facts.event import EventFacts
from models import Event


def history_of(session: Session, *, incident_id: int, limit: int) -> tuple[Sequence[EventFacts], int]:
    """Return the newest events of an incident, oldest first, and how many there are in all."""
    of_it = col(Event.incident_id) == incident_id
    count = session.exec(select(func.count()).select_from(Event).where(of_it)).one()
    newest = select(Event).where(of_it).order_by(col(Event.at).desc(), col(Event.id).desc()).limit(limit)
    found = [EventFacts(one.kind, one.actor, one.at, one.before, one.after) for one in session.exec(newest)]
    return found[::-1], count
