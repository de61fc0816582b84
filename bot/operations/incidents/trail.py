"""What does the audit trail record about an act? Who did it to which incident, when, and what it changed."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import audit
from bot.operations.context import Context
from bot.operations.incidents.turn import note_customer_acts
from models import Incident
from models.event_vocabulary import IncidentEvent


def record_act(
    session: Session,
    incident: Incident,
    kind: IncidentEvent,
    *,
    context: Context,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Add one event to the incident's trail; `before` and `after` hold what changed, ready for JSON.

    `at` is when it was done, if not now. An act of the customer's ends the wait for their answer.
    """
    audit.record(
        session,
        incident_id=incident.id,
        kind=kind,
        actor=context.actor,
        at=at or context.now,
        before=before,
        after=after,
    )
    note_customer_acts(session, incident, context=context)
