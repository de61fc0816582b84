"""Some acts speak to the customer: where nobody has answered yet, they are the initial response."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.person import Person
from bot.rules.statuses import ACTS, Act
from bot.rules.workspace import Workspace
from models import Incident


def answer_customer(
    session: Session, incident: Incident, *, act: Act, technician: Person, workspace: Workspace, now: datetime
) -> None:
    """Record that the customer hears from a technician by this act, if they do; acknowledge if nobody has yet.

    The incident must be locked.
    """
    if not ACTS[act].answers:
        return
    if incident.status == "open":
        context = Context(technician, None, workspace, now)  # type: ignore[arg-type]
        record_initial_response(session, incident, how="reply", at=now, context=context)
    record_customer_update(session, incident_id=incident.number, workspace=workspace, at=now, now=now)
