"""When the threads of an incident were last read again, so that those read longest ago come first."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models import ThreadReading


def record_reading(session: Session, *, incident_id: int, at: datetime) -> None:
    """Record that the threads were read at `at`, replacing the last time."""
    connection = session.connection()
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(ThreadReading).values(incident_id=incident_id, read_at=at)
    connection.execute(statement.on_conflict_do_update(index_elements=["incident_id"], set_={"read_at": at}))
