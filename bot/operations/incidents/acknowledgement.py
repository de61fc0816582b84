"""A technician takes on an incident by the button, or by :eyes: on a card: that is the initial response."""

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
    """The policy does not let the button acknowledge; the refusal names another way."""

    text = "refusal-not_by_button"


def acknowledge_incident(session: Session, *, incident_id: int, context: Context) -> None:
    """Record the initial response by the button.

    Raises `NotTechnician`, what `lock_allowed` raises (`AlreadyAcknowledged` if somebody else was first), or
    `NotByButton`.
    """
    if not context.person.answers:
        raise NotTechnician(incident=written(incident_id))
    incident = lock_allowed(session, incident_id=incident_id, act="acknowledge", context=context)
    check_by_button(incident, context=context)
    record_initial_response(session, incident, how="button", at=context.now, context=context)


def check_by_button(incident: Incident, *, context: Context) -> None:
    """Raise `NotByButton` if the policy does not name the button as a way to acknowledge."""
    policy = context.policy.acknowledge
    if "button" not in policy.by:
        word = policy.words[0] if policy.words else ""
        raise NotByButton(incident=written(incident.number), way=policy.by[0], word=word)


def receive_eyes(session: Session, *, incident_id: int, at: datetime | None, context: Context) -> None:
    """Record the initial response by an :eyes: reaction to a card, if it counts.

    It does not count if a customer added it, if it came too late, or if the policy does not name it. `at` is when it
    was added; None means unknown and is taken as now, but then the reaction does not count once the incident has been
    given back. May be called any number of times. Raises `TechniciansUnknown`.
    """
    # Without `lock_allowed`, because a reaction is not refused: others may react with :eyes: and mean nothing by it.
    if "eyes" in context.policy.acknowledge.by and context.person.answers:
        incident = lock_incident(session, incident_id)
        is_new = incident.given_back_at is None if at is None else counts(incident, at)
        if incident.status == "open" and is_new and has_role("technician", incident, context):
            record_initial_response(session, incident, how="eyes", at=at or context.now, context=context)
