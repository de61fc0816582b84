"""Who did what, when? Every operation calls `record`; it only adds rows."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models import Event


def record(
    session: Session,
    *,
    incident_id: int,
    kind: str,
    actor: str,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one event to the audit trail; `before` and `after` hold the values that changed, ready for JSON."""
    session.add(Event(incident_id=incident_id, kind=kind, actor=actor, at=at, before=before or {}, after=after or {}))
