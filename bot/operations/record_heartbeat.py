"""Which parts of the program are at work: recorded for `doctor`, the auditor and the other replicas."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models import Heartbeat


def record_heartbeat(
    session: Session, *, part: str, at: datetime, facts: dict[str, Any] | None = None, is_replica: bool = False
) -> None:
    """Record that this part, or this replica, was at work at `at`, replacing what was recorded before."""
    connection = session.connection()
    insert: Any = sqlite.insert(Heartbeat) if connection.dialect.name == "sqlite" else postgresql.insert(Heartbeat)
    seen = {"at": at, "facts": facts or {}}
    connection.execute(
        insert.values(name=part, is_replica=is_replica, **seen).on_conflict_do_update(
            index_elements=["name"], set_=seen
        )
    )
