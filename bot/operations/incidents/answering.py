"""Some acts speak to the customer: if nobody has answered yet, they may be the initial response."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.statuses import ACTS, Act
from models import Incident


def answer_customer(session: Session, incident: Incident, *, act: Act, context: Context) -> None:
    """Record an update to the customer if this act is one, and acknowledge the incident if nobody has yet.

    Does nothing for an act that does not speak to the customer. The incident must be locked.
    """
    if not ACTS[act].answers:
        return
    if incident.status == "open" and _acknowledges(incident, act=act, context=context):
        record_initial_response(session, incident, how="reply", at=context.now, context=context)
    record_customer_update(session, incident_id=incident.number, at=context.now, context=context)


def _acknowledges(incident: Incident, *, act: Act, context: Context) -> bool:
    """Return True if the act acknowledges: always if it ends the incident, else if the policy lets a reply count.

    A reply by the person who filed the incident answers nobody.
    """
    if act == "reply_to_customer" and incident.opened_by == context.actor:
        return False
    return ACTS[act].outcome is not None or "reply" in context.policy.acknowledge.by
