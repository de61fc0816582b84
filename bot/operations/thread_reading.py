"""The threads of an incident were read again: that is recorded, so that its turn comes after all others."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models import ThreadReading


def record_reading(session: Session, *, incident_id: int, at: datetime) -> None:
    """Record that the threads were read at `at`, in the place of the last time."""
    connection = session.connection()
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(ThreadReading).values(incident_id=incident_id, read_at=at)
    connection.execute(statement.on_conflict_do_update(index_elements=["incident_id"], set_={"read_at": at}))
