"""A technician takes an incident on, by the button or with :eyes: on a card: that is the initial response."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.believable import counts
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import has_role, lock_allowed
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident


class NotTechnician(Refusal):
    """Somebody who is not in the triage channel wants to acknowledge."""

    text = "refusal-not_technician"


class NotByButton(Refusal):
    """The policy does not let the button count; the refusal names another way."""

    text = "refusal-not_by_button"


def acknowledge_incident(session: Session, *, incident_id: int, context: Context) -> None:
    """Record the initial response by the button.

    Raises `NotTechnician`, what `lock_allowed` raises (for whoever comes second `AlreadyAcknowledged`), or
    `NotByButton`.
    """
    if not context.person.answers:
        raise NotTechnician(incident=written(incident_id))
    incident = lock_allowed(session, incident_id=incident_id, act="acknowledge", context=context)
    check_by_button(incident, context=context)
    record_initial_response(session, incident, how="button", at=context.now, context=context)


def check_by_button(incident: Incident, *, context: Context) -> None:
    """Raise `NotByButton` where the policy names other ways to acknowledge only."""
    policy = context.policy.acknowledge
    if "button" not in policy.by:
        word = policy.words[0] if policy.words else ""
        raise NotByButton(incident=written(incident.number), way=policy.by[0], word=word)


def receive_eyes(session: Session, *, incident_id: int, at: datetime | None, context: Context) -> None:
    """Record the initial response by :eyes: on a card at this instant; those of customers, or late ones, do nothing.

    Nor does any where the policy does not let them count. An instant of None is unknown: it counts as now, and does
    nothing once the incident was given back. May be called any number of times. Raises `TechniciansUnknown`.
    """
    # No act that is refused, so not by `lock_allowed`: whoever else reacts just does so.
    if "eyes" in context.policy.acknowledge.by and context.person.answers:
        incident = lock_incident(session, incident_id)
        is_new = incident.given_back_at is None if at is None else counts(incident, at)
        if incident.status == "open" and is_new and has_role("technician", incident, context):
            record_initial_response(session, incident, how="eyes", at=at or context.now, context=context)
