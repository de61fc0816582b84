"""The technician to whom an incident is assigned gives it back: it waits again as if nobody had taken it on."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.believable import believable
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.reminders import cancel_reminders, rearm_reminders
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.turn import break_off_wait
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary
from models.vocabulary import EndedBecause

EYES_WITHIN = timedelta(minutes=5)
"""Time after an acknowledgement by :eyes: within which removing the reaction gives the incident back."""


class NotWithYou(Refusal):
    """The incident is assigned to somebody else; the refusal says to whom."""

    text = "refusal-not_with_you"


def give_back(session: Session, *, incident_id: int, note: str, context: Context) -> None:
    """Give the incident back: it waits for a technician again, with a note for whoever takes it on.

    Its deadline is what it would be if nobody had acknowledged it. Raises what `lock_allowed` raises, or `NotWithYou`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="give_back", context=context)
    check_can_give_back(incident, context=context)
    _give_back(session, incident, note=note, context=context)


def check_can_give_back(incident: Incident, *, context: Context) -> None:
    """Raise `NotWithYou` unless the incident is assigned to the person, or they are a manager of its desk."""
    if incident.assigned_to != context.actor and not context.person.manages_at(incident.desk):
        raise NotWithYou(incident=written(incident.number), who=f"<@{incident.assigned_to}>")


def take_back_eyes(session: Session, *, incident_id: int, at: datetime, context: Context) -> None:
    """Give the incident back if the :eyes: just removed had acknowledged it, and nothing has followed since.

    May be called any number of times.
    """
    incident = lock_incident(session, incident_id)
    at = believable(incident, at, now=context.now)
    taken_at = incident.acknowledged_at
    is_theirs = incident.acknowledged_by == incident.assigned_to == context.actor
    is_untouched = incident.acknowledged_how == "eyes" and incident.customer_updated_at == taken_at
    if incident.status != "acknowledged" or taken_at is None or not (is_theirs and is_untouched):
        return
    if taken_at <= at <= taken_at + EYES_WITHIN:
        _give_back(session, incident, note="", context=context)


def _give_back(session: Session, incident: Incident, *, note: str, context: Context) -> None:
    former, before = incident.assigned_to, _acknowledgement(incident)
    incident.status, incident.given_back_at = "open", context.now
    incident.acknowledged_at = incident.acknowledged_by = incident.acknowledged_how = None
    incident.acknowledged_margin = incident.margin_on_clock = None
    incident.assigned_to = incident.customer_updated_at = None
    break_off_wait(session, incident, until=context.now, because=EndedBecause.GIVEN_BACK)
    incident.version += 1
    session.flush()
    cancel_reminders(session, incident_id=incident.number, because=EndedBecause.GIVEN_BACK)
    rearm_reminders(session, incident=incident, context=context)
    after = {"status": "open", **({"note": note} if note else {})}
    record_act(session, incident, "give_back", context=context, before=before, after=after)
    parameters = {"who": context.actor, "former": former, "note": note}
    notify_both_sides(session, incident, vocabulary.GIVEN_BACK, context=context, parameters=parameters)


def _acknowledgement(incident: Incident) -> dict[str, Any]:
    """Return the acknowledgement that is undone, ready for JSON."""
    return {
        "status": incident.status,
        "acknowledged_at": incident.acknowledged_at.isoformat() if incident.acknowledged_at else None,
        "acknowledged_by": incident.acknowledged_by,
        "how": incident.acknowledged_how,
        "margin": incident.acknowledged_margin,
        "assigned_to": incident.assigned_to,
    }
