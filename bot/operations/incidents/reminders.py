"""What is promised has moved, or counts again: which reminders are said from now on?"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from bot.delivery import outbox
from bot.delivery.outbox import ARRANGED_AT, REMINDER_KINDS
from bot.operations.incidents.filing import ReminderKey, arm_last_warning, arrange_reminders, reminders_to_say
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import Kind


def rearm_reminders(session: Session, *, incident: Incident, workspace: Workspace, now: datetime) -> None:
    """Let the reminders of the present terms be said instead of any others; the incident is open, and locked.

    A reminder that was there before, as when a severity comes back, is taken up again; what was said is not repeated.
    Of those whose time has passed only the most urgent is said, and none of them is late: they are wanted from now on.
    """
    number, terms = incident.id or 0, Terms.model_validate(incident.terms)
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
            session, incident_id=incident.id or 0, channel=workspace.triage_channel, dedup_key=dedup_key, now=now
        )
        arm_last_warning(session, incident=incident, terms=terms, workspace=workspace, dedup_key=dedup_key, now=now)
