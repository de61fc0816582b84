"""Another program uses the same Slack app with another database: this is recorded for the auditor and `doctor`.

Slack delivers each event to only one of the programs, so buttons and answers reach the wrong one.
"""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from bot.operations.record_heartbeat import record_heartbeat
from models import Heartbeat

OTHER_INSTALLATION, OTHER_CONNECTION = "other installation", "other connection"
"""Heartbeats for a message from another database, and for a connection of a program that has no heartbeat here."""


def note_other_installation(session: Session, *, identity: str, at: datetime) -> None:
    """Record that a message from the database with this identity was seen."""
    record_heartbeat(session, part=OTHER_INSTALLATION, at=at, facts={"identity": identity})


def note_other_connection(session: Session, *, connections: int, ours: int, at: datetime) -> None:
    """Record how many connections Slack counts for the app; `ours` of them belong to this database."""
    record_heartbeat(session, part=OTHER_CONNECTION, at=at, facts={"connections": connections, "ours": ours})


def record_replica(session: Session, *, name: str, at: datetime, forgotten: datetime) -> None:
    """Record that this process is connected, and delete the processes last seen before `forgotten`."""
    session.exec(delete(Heartbeat).where(col(Heartbeat.is_replica), col(Heartbeat.at) < forgotten))
    record_heartbeat(session, part=f"replica {name}", at=at, is_replica=True)


def connected_replicas(session: Session, *, since: datetime) -> int:
    """Return how many processes on this database have been connected since then."""
    found = select(func.count()).select_from(Heartbeat)
    return session.exec(found.where(col(Heartbeat.is_replica), col(Heartbeat.at) >= since)).one()
