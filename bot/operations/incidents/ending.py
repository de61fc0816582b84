"""An incident ends, by whatever act: its clock stops, and what was still to be posted about it is cancelled."""

from sqlmodel import Session

from bot.delivery.scheduled_fallback import delete_fallback
from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.reminders import cancel_reminders
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.turn import break_off_wait
from bot.operations.incidents.words import index_message
from bot.rules.statuses import ACTS, Act
from models import Incident, vocabulary
from models.vocabulary import EndedBecause


def end_incident(session: Session, incident: Incident, *, act: Act, explanation: str = "", context: Context) -> None:
    """Close the locked incident by this act, and stop its clock; the caller settles what it costs."""
    number, before, now = incident.number, incident.status, context.now
    incident.status, incident.outcome = "closed", ACTS[act].outcome
    incident.closed_at, incident.closed_by, incident.explanation = now, context.actor, explanation
    break_off_wait(session, incident, until=now, because=EndedBecause.CLOSED)
    incident.version += 1
    session.flush()
    if explanation:
        index_message(session, incident, explanation)
    cancel_reminders(session, incident_id=number, because=EndedBecause.CLOSED)
    if context.workspace.has_fallback and before == "open":
        delete_fallback(session, incident_id=number, channel=context.workspace.triage_of(incident.desk), now=now)
    after = {"status": "closed", "outcome": incident.outcome, "explanation": explanation}
    record_act(session, incident, "close_incident", context=context, before={"status": before}, after=after)


def notify_closed(session: Session, incident: Incident, *, context: Context) -> None:
    """Post in both threads how the incident ended, as of now, even if it is reopened before the message is posted."""
    ended = {"outcome": incident.outcome, "who": incident.closed_by, "explanation": incident.explanation}
    notify_both_sides(session, incident, vocabulary.CLOSED, context=context, parameters=ended)
