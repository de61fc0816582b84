"""A technician hands an incident to somebody, or takes it over: reminders go to whoever it is assigned to."""

from typing import Literal

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.operations.context import Context
from bot.operations.incidents.cards import refresh_cards
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.numbers import written
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.refusal import Refusal
from models import Incident
from models.vocabulary import ASSIGNED


class ChosenNotTechnician(Refusal):
    """The chosen person is not in the triage channel of the incident's desk, or is an app."""

    text = "refusal-chosen_not_technician"


class HasItAlready(Refusal):
    """The incident is already assigned to this technician."""

    text = "refusal-has_it_already"


class YoursAlready(Refusal):
    """The technician to whom the incident is assigned cannot take it over."""

    text = "refusal-yours_already"


class TakenMeanwhile(Refusal):
    """The incident has been assigned to somebody else than the card showed when the button was pressed."""

    text = "refusal-taken_meanwhile"


def assign_incident(session: Session, *, incident_id: int, technician: Person, note: str, context: Context) -> None:
    """Assign the incident to the technician, with a note for them; this does not count as the initial response.

    Raises what `lock_allowed` raises, and at `technician`: `ChosenNotTechnician`, `HasItAlready` or
    `TechniciansUnknown`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="assign", context=context)
    who = f"<@{technician.user_id}>"
    if (works := technician.works_at(incident.desk)) is None:
        raise TechniciansUnknown("technician")
    if not works:
        raise ChosenNotTechnician("technician", who=who)
    if incident.assigned_to == technician.user_id:
        raise HasItAlready("technician", who=who, incident=written(incident_id))
    _hand_over(session, incident, to=technician, kind="assign_incident", note=note, context=context)


def take_over(session: Session, *, incident_id: int, holder: str | None, context: Context) -> None:
    """Assign the incident to the acting technician, if it is still assigned to `holder`, as the card showed.

    Of two technicians at once, one is refused. Raises what `lock_allowed` raises, `YoursAlready`, or `TakenMeanwhile`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="take_over", context=context)
    check_not_theirs(incident, context=context)
    if incident.assigned_to != holder:
        raise TakenMeanwhile(incident=written(incident_id), who=f"<@{incident.assigned_to}>")
    _hand_over(session, incident, to=context.person, kind="take_over", note="", context=context)


def check_not_theirs(incident: Incident, *, context: Context) -> None:
    """Raise `YoursAlready` if the incident is assigned to the person."""
    if incident.assigned_to == context.actor:
        raise YoursAlready(incident=written(incident.number))


def _hand_over(
    session: Session,
    incident: Incident,
    *,
    to: Person,
    kind: Literal["assign_incident", "take_over"],
    note: str,
    context: Context,
) -> None:
    """Reassign the locked incident and post that; the customer is told only once the incident is acknowledged."""
    former, incident.assigned_to = incident.assigned_to, to.user_id
    incident.version += 1
    session.flush()
    after = {"assigned_to": to.user_id, **({"note": note} if note else {})}
    record_act(session, incident, kind, context=context, before={"assigned_to": former}, after=after)
    _post(session, incident, former=former, note=note, context=context)
    if incident.status == "acknowledged":
        record_customer_update(session, incident_id=incident.number, at=context.now, context=context)
    refresh_cards(session, incident, context=context)


def _post(session: Session, incident: Incident, *, former: str | None, note: str, context: Context) -> None:
    key, who = f"v{incident.version}", {"who": incident.assigned_to}
    triage = triage_thread(incident.id, triage_channel=context.workspace.triage_of(incident.desk))
    parameters = {**who, "by": context.actor, "former": former, "note": note}
    outbox.post(session, kind=ASSIGNED.triage, to=triage, dedup_key=key, parameters=parameters, now=context.now)
    if incident.status == "acknowledged":
        customer = customer_thread(incident)
        outbox.post(session, kind=ASSIGNED.customer, to=customer, dedup_key=key, parameters=who, now=context.now)
