"""Who did what, when? Every operation calls `record`; it only adds rows."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models import Event
from models.event_vocabulary import AccountEvent, IncidentEvent


def record(
    session: Session,
    *,
    incident_id: int | None = None,
    account_id: int | None = None,
    kind: IncidentEvent | AccountEvent,
    actor: str,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one event on an incident or an account; `before` and `after` hold what changed, ready for JSON."""
    session.add(
        Event(
            incident_id=incident_id,
            account_id=account_id,
            kind=kind,
            actor=actor,
            at=at,
            before=before or {},
            after=after or {},
        )
    )
