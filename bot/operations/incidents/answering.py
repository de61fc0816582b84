"""Some acts speak to the customer: where nobody has answered yet, they are the initial response.

So are those that end an incident, whatever the policy lets count; others only where it lets a reply count.
"""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.statuses import ACTS, Act
from models import Incident


def answer_customer(session: Session, incident: Incident, *, act: Act, context: Context) -> None:
    """Record that the customer hears from a technician by this act, if they do; acknowledge if nobody has yet.

    The incident must be locked.
    """
    if not ACTS[act].answers:
        return
    now = context.now
    counts = "reply" in context.policy.acknowledge.by or ACTS[act].outcome is not None
    if incident.status == "open" and counts:
        record_initial_response(session, incident, how="reply", at=now, context=context)
    record_customer_update(session, incident_id=incident.number, at=now, context=context)
