"""The update clock: the time since the customer of an acknowledged incident last had an update.

At most one reminder waits for each incident: whoever restarts the clock holds the incident's lock, cancels the waiting
reminder, even if it is just being sent, and adds the next one.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message, triage_thread
from bot.operations.context import Context
from bot.operations.incidents.believable import believable
from bot.operations.incidents.locking import lock_incident
from bot.operations.questions import settle_questions
from bot.queries.terms import terms_of
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import UPDATE_REMINDERS, EndedBecause, Kind

WANTED = Kind.UPDATE_WANTED
MANAGERS_FROM = 2
"""Number of the reminder to the technician with which the managers are notified."""


def rearm_update_clock(
    session: Session,
    incident: Incident,
    *,
    because: EndedBecause = EndedBecause.CUSTOMER_UPDATED,
    not_before: datetime | None = None,
    context: Context,
) -> None:
    """Restart the clock with the workspace and the time of the context; see `restart_update_clock`."""
    workspace, now = context.workspace, context.now
    restart_update_clock(
        session, incident=incident, workspace=workspace, now=now, because=because, not_before=not_before
    )


def restart_update_clock(
    session: Session,
    *,
    incident: Incident,
    workspace: Workspace,
    now: datetime,
    because: EndedBecause = EndedBecause.CUSTOMER_UPDATED,
    not_before: datetime | None = None,
) -> None:
    """Cancel the waiting reminder and add the next one, if the incident is being worked on and its terms want it.

    The incident must be locked. The clock counts from the last update to the customer, and stops while their answer is
    awaited. `because` is why the waiting reminder is cancelled; the next one is not due before `not_before`.
    """
    outbox.cancel(session, incident_id=incident.number, kinds=UPDATE_REMINDERS, because=because, is_claimed_too=True)
    if incident.status != "acknowledged" or incident.waiting_since is not None:
        return
    terms = terms_of(incident)
    due_at = terms.update_due(counted_from(incident, now=now))
    if due_at is not None:
        due_at = max(due_at, terms.speaks_at(now), not_before or now)
        _remind(session, incident, step=1, due_at=due_at, workspace=workspace, now=now)


def counted_from(incident: Incident, *, now: datetime) -> datetime:
    """Return when the update clock started: at the last update to the customer, or when a wait for them ended."""
    heard_at = incident.customer_updated_at or now
    return max(heard_at, incident.waited_until) if incident.waited_until else heard_at


def remind_after_closing(
    session: Session, incident: Incident, *, since: datetime, workspace: Workspace, now: datetime
) -> None:
    """Remind the last technician that the customer of a closed incident has been waiting since `since`.

    Does nothing if a reminder waits already. The incident must be locked. Whatever a technician then writes to the
    customer cancels the reminder.
    """
    terms = terms_of(incident)
    due_at = terms.update_due(since)
    if due_at is None or _waits(session, incident):
        return
    due_at = max(due_at, terms.speaks_at(now))
    _remind(session, incident, step=1, due_at=due_at, workspace=workspace, now=now, given={"since": since.isoformat()})


def record_customer_update(session: Session, *, incident_id: int, at: datetime, context: Context) -> None:
    """Record that the customer had an update from a technician at this instant: the clock restarts there.

    An instant before the last update changes nothing, so the same update may be recorded any number of times. `at` is
    moved into the incident's lifetime (see `believable`).
    """
    incident = lock_incident(session, incident_id)
    at = believable(incident, at, now=context.now)
    if incident.customer_updated_at is None or at > incident.customer_updated_at:
        incident.customer_updated_at = at
        rearm_update_clock(session, incident, context=context)
        settle_questions(session, incident_id=incident_id, now=context.now)


def repeat_reminder(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Add the reminder that follows a posted one; with the second one the managers are notified, once."""
    workspace, now = context.workspace, context.now
    incident = lock_incident(session, message.incident_number)
    terms, step = terms_of(incident), int(message.parameters["step"])
    if step == MANAGERS_FROM:
        for manager in workspace.managers_of(incident.desk):
            outbox.post(
                session,
                kind=Kind.UPDATE_NOTICE,
                to=direct_message(manager, incident_id=incident.id),
                dedup_key=f"{message.dedup_key} {manager}",
                parameters=_given(message),
                now=now,
            )
    due_at = terms.update_due(now)
    if step < terms.update_limit and due_at is not None:
        given = _given(message)
        _remind(session, incident, step=step + 1, due_at=due_at, workspace=workspace, now=now, given=given)


def is_clock_wanted(session: Session, *, incident_id: int, terms: Terms) -> bool:
    """Return True if a reminder should be added: not if one waits or was refused, nor after the last one."""
    newest = select(OutboxMessage).where(OutboxMessage.incident_id == incident_id, OutboxMessage.kind == WANTED)
    last = session.exec(newest.order_by(col(OutboxMessage.id).desc()).limit(1)).first()
    if terms.updates is None or (last and last.state in {"pending", "parked", "refused"}):
        return False
    return not (last and last.state == "done" and last.parameters["step"] >= terms.update_limit)


def _waits(session: Session, incident: Incident) -> bool:
    of_it = (col(OutboxMessage.incident_id) == incident.id, OutboxMessage.kind == WANTED)
    waiting = select(OutboxMessage.id).where(*of_it, col(OutboxMessage.state).in_(outbox.WAITING))
    return session.exec(waiting.limit(1)).first() is not None


def _given(message: OutboxMessage) -> dict[str, Any]:
    """Return the parameters that all reminders of one series have in common."""
    return {name: value for name, value in message.parameters.items() if name == "since"}


def _remind(
    session: Session,
    incident: Incident,
    *,
    step: int,
    due_at: datetime,
    workspace: Workspace,
    now: datetime,
    given: dict[str, Any] | None = None,
) -> None:
    earlier = select(func.count()).where(
        col(OutboxMessage.incident_id) == incident.id, col(OutboxMessage.kind) == WANTED
    )
    outbox.post(
        session,
        kind=WANTED,
        to=triage_thread(incident.id, triage_channel=workspace.triage_of(incident.desk)),
        dedup_key=str(session.exec(earlier).one() + 1),
        due_at=due_at,
        parameters={"step": step, **(given or {})},
        now=now,
    )
