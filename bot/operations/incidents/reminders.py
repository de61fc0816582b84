"""Which reminders does an incident have while nobody has acknowledged it? They follow from its terms."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select, update

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.delivery.outbox import ARRANGED_AT, REMINDER_KINDS
from bot.queries.terms import terms_of
from bot.rules.deadlines import Reminder, deadline_of, reminders_of
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import Kind, Side

FALLBACK_AFTER = timedelta(minutes=2)
"""So long after the last warning is due, Slack says it in our place."""

ReminderKey = tuple[Kind, str, datetime]
"""What makes a reminder of an incident unique: its kind, dedup_key and due time."""


def reminders_to_say(terms: Terms, *, filed_at: datetime, workspace: Workspace) -> dict[ReminderKey, dict[str, Any]]:
    """Return every reminder of an incident: by its key, the side and channel it goes to, and its parameters."""
    triage = {"side": Side.TRIAGE, "channel": workspace.triage_channel}
    reminders: dict[ReminderKey, dict[str, Any]] = {}
    deadline = deadline_of(terms, filed_at).astimezone(UTC)
    of_promise = {"deadline": deadline.isoformat()}
    for one in reminders_of(terms, filed_at):
        parameters = of_promise | ({"broadcast": True} if one.is_broadcast else {})
        reminders[Kind(one.kind), one.dedup_key, one.due_at.astimezone(UTC)] = {**triage, "parameters": parameters}
    for manager in workspace.managers:
        place = {"side": None, "channel": manager, "parameters": of_promise}
        reminders[Kind.BREACH_NOTICE, manager, deadline] = place
    return reminders


def arrange_reminders(
    session: Session, *, incident_id: int, reminders: dict[ReminderKey, dict[str, Any]], now: datetime
) -> None:
    """Add these reminders to the outbox; those whose time has passed are due at once."""
    for (kind, dedup_key, due_at), place in reminders.items():
        outbox.post(
            session,
            kind=kind,
            to=Destination(place["channel"], incident_id=incident_id, side=place["side"]),
            dedup_key=dedup_key,
            due_at=due_at,
            parameters=place["parameters"],
            now=now,
        )


def rearm_reminders(session: Session, *, incident: Incident, workspace: Workspace, now: datetime) -> None:
    """Let the reminders of the present terms be said instead of any others; the incident is open, and locked.

    A reminder that was there before, as when a severity comes back, is taken up again; what was said is not repeated.
    Of those whose time has passed only the most urgent is said, and none of them is late: they are wanted from now on.
    """
    number, terms = incident.number, terms_of(incident)
    outbox.cancel_reminders(session, incident_id=number)
    wanted = reminders_to_say(terms, filed_at=incident.opened_at, workspace=workspace)
    there = _there(session, number)
    new = {key: _from_now(place, now) for key, place in wanted.items() if key not in there}
    arrange_reminders(session, incident_id=number, reminders=new, now=now)
    for key in wanted.keys() & there.keys():
        if there[key].state == "cancelled":
            _take_up(there[key], now)
    session.flush()
    _let_the_breach_speak(session, incident, now)
    _rearm_fallback(session, incident, terms, workspace=workspace, now=now)


def _there(session: Session, incident_id: int) -> dict[ReminderKey, OutboxMessage]:
    found = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.incident_id == incident_id, col(OutboxMessage.kind).in_(REMINDER_KINDS))
        .execution_options(populate_existing=True)
    )
    return {(Kind(one.kind), one.dedup_key, one.due_at): one for one in found}


def _from_now(place: dict[str, Any], now: datetime) -> dict[str, Any]:
    return place | {"parameters": place["parameters"] | {ARRANGED_AT: now.isoformat()}}


def _take_up(message: OutboxMessage, now: datetime) -> None:
    message.state, message.run_at = "pending", message.due_at
    message.parameters = message.parameters | {ARRANGED_AT: now.isoformat()}


def _let_the_breach_speak(session: Session, incident: Incident, now: datetime) -> None:
    """If the new deadline has passed, that is what is said now, and no escalation that should have followed it."""
    kind = col(OutboxMessage.kind)
    passed = (
        col(OutboxMessage.incident_id) == incident.id,
        col(OutboxMessage.state) == "pending",
        col(OutboxMessage.lease_token).is_(None),
        col(OutboxMessage.due_at) <= now,
    )
    if session.exec(select(OutboxMessage.id).where(*passed, kind == "breach")).first() is not None:
        after = update(OutboxMessage).where(*passed, kind == "escalation").values(state="superseded")
        session.exec(after.execution_options(synchronize_session=False))
    # What could not be sent before is not overdue.
    from_now = update(OutboxMessage).where(*passed, kind.in_(REMINDER_KINDS)).values(run_at=now)
    session.exec(from_now.execution_options(synchronize_session=False))


def _rearm_fallback(session: Session, incident: Incident, terms: Terms, *, workspace: Workspace, now: datetime) -> None:
    if workspace.has_fallback:
        dedup_key = f"v{incident.version}"
        outbox.disarm_fallback(
            session, incident_id=incident.number, channel=workspace.triage_channel, dedup_key=dedup_key, now=now
        )
        arm_last_warning(session, incident=incident, terms=terms, workspace=workspace, dedup_key=dedup_key, now=now)


def arm_last_warning(
    session: Session, *, incident: Incident, terms: Terms, workspace: Workspace, now: datetime, dedup_key: str = ""
) -> None:
    """Lay a message ready in Slack that stands in for the last warning; `dedup_key` names the occasion."""
    warnings = (one for one in reminders_of(terms, incident.opened_at) if one.kind == "warning")
    last = max(warnings, key=_due, default=None)
    if workspace.has_fallback and last is not None:
        outbox.arm_fallback(
            session,
            incident_id=incident.number,
            channel=workspace.triage_channel,
            post_at=last.due_at + FALLBACK_AFTER,
            dedup_key=dedup_key,
            now=now,
        )


def _due(reminder: Reminder) -> datetime:
    return reminder.due_at
