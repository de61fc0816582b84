"""Whose turn is it? While we wait for the customer's answer, the update clock stops and the customer is reminded.

The contract's clock never stops. How long each side has waited for the other is counted in opening hours.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import audit
from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.operations.context import Context
from bot.operations.incidents.cards import refresh_cards
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.queries.terms import terms_of
from bot.rules.person import is_member_id
from models import Incident, OutboxMessage
from models.event_vocabulary import IncidentEvent
from models.vocabulary import WAITING_REMINDERS, EndedBecause, Kind

LAST_REMINDER = 2
"""Maximum reminders to the customer; after that, the technicians are asked whether to close the incident."""


def begin_wait(session: Session, incident: Incident, *, context: Context) -> None:
    """Wait for the customer's answer from now on, and add the first reminder to them. The incident must be locked."""
    incident.waiting_since = context.now
    incident.version += 1
    session.flush()
    _record(session, incident, "wait_for_customer", before=None, context=context)
    because = EndedBecause.WAITING_FOR_CUSTOMER
    rearm_update_clock(session, incident, because=because, context=context)
    _remind(session, incident, step=1, context=context)


def wait_for_answer(session: Session, incident: Incident, *, context: Context) -> None:
    """Wait for the customer to answer a reply just sent, unless we are waiting already.

    The incident must be locked. The reply itself tells the customer that we wait.
    """
    if incident.status == "acknowledged" and incident.waiting_since is None:
        begin_wait(session, incident, context=context)
        refresh_cards(session, incident, context=context)


def repeat_waiting_reminder(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Add what follows a posted reminder: the next one, or the question whether to close the incident."""
    incident = lock_incident(session, message.incident_number)
    if incident.waiting_since is not None and _since(incident) == message.parameters["since"]:
        _remind(session, incident, step=int(message.parameters["step"]) + 1, context=context)


def note_customer_acts(session: Session, incident: Incident, *, at: datetime | None = None, context: Context) -> None:
    """End the wait if the context's person is on the customer's side: whatever they do or write is an answer.

    The incident must be locked. What was written before the wait began changes nothing.
    """
    at, since = at or context.now, incident.waiting_since
    is_customers = context.person.is_technician is False and is_member_id(context.actor)
    if is_customers and since is not None and incident.status != "closed" and at >= since:
        end_wait(session, incident, at=at, context=context)


def end_wait(session: Session, incident: Incident, *, at: datetime, context: Context) -> None:
    """End the wait for the customer; the update clock restarts at this instant. The incident must be locked."""
    before = _since(incident)
    add_wait(incident, until=at)
    incident.version += 1
    session.flush()
    _record(session, incident, "end_waiting", before=before, context=context)
    outbox.cancel(session, incident_id=incident.number, kinds=WAITING_REMINDERS, because=EndedBecause.DECIDED)
    rearm_update_clock(session, incident, context=context)
    refresh_cards(session, incident, context=context, dedup_key=f"turn v{incident.version}")


def break_off_wait(session: Session, incident: Incident, *, until: datetime, because: EndedBecause) -> None:
    """End the wait because the incident is closed, or waits for a technician again. The incident must be locked."""
    add_wait(incident, until=until)
    outbox.cancel(session, incident_id=incident.number, kinds=WAITING_REMINDERS, because=because)


def add_wait(incident: Incident, *, until: datetime) -> None:
    """Add the present wait, if there is one, up to `until` to the time waited so far."""
    if incident.waiting_since is None:
        return
    incident.waited_for_customer_s += seconds_open(incident, incident.waiting_since, until)
    incident.waiting_since, incident.waited_until = None, until


def seconds_open(incident: Incident, start: datetime, end: datetime) -> int:
    """Return the open time between two instants, in seconds; 0 if they are reversed."""
    return max(0, round(terms_of(incident).hours().between(start, end) / timedelta(seconds=1)))


def _record(session: Session, incident: Incident, kind: IncidentEvent, *, before: str | None, context: Context) -> None:
    """Add the event to the trail without `record_act`, which itself ends a wait and would come back here."""
    audit.record(
        session,
        incident_id=incident.id,
        kind=kind,
        actor=context.actor,
        at=context.now,
        before={"waiting_since": before},
        after={"waiting_since": _since(incident)},
    )


def _since(incident: Incident) -> str | None:
    return incident.waiting_since.isoformat() if incident.waiting_since else None


def _remind(session: Session, incident: Incident, *, step: int, context: Context) -> None:
    pace, hours = context.policy.waiting.remind_after, terms_of(incident).hours()
    if pace is None:
        return
    is_over = step > LAST_REMINDER
    triage = triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk))
    outbox.post(
        session,
        kind=Kind.WAITING_OVER if is_over else Kind.WAITING_REMINDER,
        to=triage if is_over else customer_thread(incident),
        dedup_key=f"{_since(incident)} {step}",
        due_at=pace.after(context.now, hours, around_the_clock=False),
        parameters={"since": _since(incident), "step": step},
        now=context.now,
    )
