"""A technician takes an incident on, by the button or with :eyes: on a card: that is the initial response."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.believable import counts
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import check_status, check_works_on, has_role
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident


class NotTechnician(Refusal):
    """Somebody who is not in the triage channel wants to acknowledge."""

    text = "refusal-not_technician"


class AlreadyAcknowledged(Refusal):
    """Somebody was first; the refusal says who and when."""

    text = "refusal-already_acknowledged"


class NotByButton(Refusal):
    """The policy does not let the button count; the refusal names another way."""

    text = "refusal-not_by_button"


def acknowledge_incident(session: Session, *, incident_id: int, context: Context) -> None:
    """Record the initial response by the button.

    Raises `NotTechnician`, `NoSuchIncident`, `AtAnotherDesk`, `AlreadyAcknowledged` for whoever comes second, where it
    has ended what `check_status` raises, or `NotByButton`.
    """
    if not context.person.answers:
        raise NotTechnician(incident=written(incident_id))
    incident = lock_incident(session, incident_id)
    check_works_on(incident, context=context)
    if incident.status == "acknowledged":
        raise AlreadyAcknowledged(
            incident=written(incident_id), who=f"<@{incident.acknowledged_by}>", when=incident.acknowledged_at
        )
    check_status(incident, act="acknowledge", roles=["technician"])
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
    if "eyes" in context.policy.acknowledge.by and context.person.answers:
        incident = lock_incident(session, incident_id)
        is_new = incident.given_back_at is None if at is None else counts(incident, at)
        if incident.status == "open" and is_new and has_role("technician", incident, context):
            record_initial_response(session, incident, how="eyes", at=at or context.now, context=context)
