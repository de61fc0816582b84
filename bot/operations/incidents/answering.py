"""Some acts speak to the customer: where nobody has answered yet, they are the initial response."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.person import Person
from bot.rules.statuses import ACTS, Act
from bot.rules.workspace import Workspace
from models import Incident


def answer_customer(
    session: Session, incident: Incident, *, act: Act, technician: Person, workspace: Workspace, now: datetime
) -> None:
    """Note that the act speaks to the customer, if it does; where nobody has answered yet, it is the first response."""
    if not ACTS[act].answers:
        return
    if incident.status == "open":
        acknowledge_incident(
            session,
            incident_id=incident.id or 0,
            technician=technician,
            how="reply",
            at=now,
            now=now,
            workspace=workspace,
        )
    record_customer_update(session, incident_id=incident.id or 0, workspace=workspace, at=now, now=now)
