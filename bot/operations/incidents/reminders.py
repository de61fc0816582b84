"""Which reminders does an incident have while nobody has acknowledged it? They follow from its terms."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select, update

from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message, second_voice, triage_thread
from bot.delivery.outbox import ARRANGED_AT, MessageKey, NewMessage
from bot.delivery.scheduled_fallback import delete_fallback, fallback_to_schedule
from bot.operations.context import Context
from bot.operations.incidents.escalation import escalate_again, is_silent, notices_of
from bot.queries.obsolete import is_last_warning
from bot.queries.terms import terms_of
from bot.rules.deadlines import Reminder, deadline_of, reminders_of
from bot.rules.escalation import all_addresses
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import REMINDERS, SECOND_VOICES, TO_MANAGERS, UPDATE_REMINDERS, EndedBecause, Kind

FALLBACK_AFTER = timedelta(minutes=2)
"""Time after the last warning is due at which Slack posts the fallback, if Guichet is down."""
SECOND_VOICE_AFTER = timedelta(seconds=30)
"""Time from a reminder until people outside Slack are notified, so that the reminder may first get an answer."""
UNPOSTED_AFTER = timedelta(minutes=2)
"""Time after the deadline at which people outside Slack are notified if the breach has not been posted."""


def planned_reminders(
    incident_id: int, terms: Terms, *, filed_at: datetime, workspace: Workspace, desk: str
) -> list[NewMessage]:
    """Return every reminder, in Slack and outside, of an incident of this desk until it is acknowledged."""
    deadline = deadline_of(terms, filed_at).astimezone(UTC)
    promise = {"deadline": deadline.isoformat()}
    triage, managers = triage_thread(incident_id, triage_channel=workspace.triage_of(desk)), workspace.managers_of(desk)
    to_technicians = [
        NewMessage(
            Kind(one.kind),
            triage,
            one.due_at.astimezone(UTC),
            one.dedup_key,
            {**promise, **one.parameters, **({"broadcast": True} if one.is_broadcast else {})},
        )
        for one in reminders_of(terms, filed_at)
    ]
    to_managers = _breach_notices(incident_id, deadline, managers)
    escalations = (one for one in to_technicians if one.kind == Kind.ESCALATION)
    to_managers += [notice for one in escalations for notice in notices_of(one, terms, managers=managers)]
    return [*to_technicians, *to_managers, *_outside(incident_id, terms, filed_at=filed_at, workspace=workspace)]


def _breach_notices(incident_id: int, deadline: datetime, managers: Collection[str]) -> list[NewMessage]:
    promise = {"deadline": deadline.isoformat()}
    return [
        NewMessage(Kind.BREACH_NOTICE, direct_message(manager, incident_id=incident_id), deadline, manager, promise)
        for manager in managers
    ]


def _outside(incident_id: int, terms: Terms, *, filed_at: datetime, workspace: Workspace) -> Iterator[NewMessage]:
    """Yield the messages to people outside Slack, except those tied to a reminder that the terms do not have."""
    deadline = deadline_of(terms, filed_at).astimezone(UTC)
    promise = {"deadline": deadline.isoformat()}
    due = {one.name: one.due_at.astimezone(UTC) for one in reminders_of(terms, filed_at)}
    for one in workspace.escalations:
        if one.severity == terms.severity and one.after in due:
            for key in one.to:
                to, due_at = second_voice(incident_id, key), due[one.after] + SECOND_VOICE_AFTER
                yield NewMessage(Kind.SECOND_VOICE, to, due_at, f"{one.after} {key}", promise)
    for key in all_addresses(workspace.escalations, severity=terms.severity):
        to = second_voice(incident_id, key, lane_name=f"unsaid {key}")
        yield NewMessage(Kind.SECOND_VOICE_IF_UNPOSTED, to, deadline + UNPOSTED_AFTER, key, promise)


def rearm_reminders(session: Session, *, incident: Incident, context: Context) -> None:
    """Replace the reminders with those of the present terms; the incident must be open, and locked.

    A cancelled reminder that is wanted again, for instance after a severity is changed back, is reused; posted ones are
    not repeated. Of the reminders whose time has passed, only the most urgent is posted, without saying that it is
    late.
    """
    number, terms, now = incident.number, terms_of(incident), context.now
    cancel_reminders(session, incident_id=number, because=EndedBecause.DEADLINE_MOVED)
    planned = planned_reminders(
        number, terms, filed_at=incident.opened_at, workspace=context.workspace, desk=incident.desk
    )
    there = _there(session, number)
    outbox.post_all(session, (_from_now(one, now) for one in planned if one.key not in there), now=now)
    for one in planned:
        if one.key in there and there[one.key].state == "cancelled":
            _take_up(there[one.key], now)
    session.flush()
    _prefer_breach(session, incident, now)
    if context.workspace.escalations:
        _leave_time_to_post(session, incident, now)
    if is_silent(session, incident_id=number, terms=terms):
        escalate_again(session, incident=incident, terms=terms, workspace=context.workspace, now=now)
    reschedule_fallback(session, incident, terms, dedup_key=f"v{incident.version}", context=context)


def rearm_notices(session: Session, *, incident: Incident, context: Context) -> None:
    """Replace the waiting notices to managers with notices to the managers of the incident's present desk.

    The incident must be open, and locked. If the deadline has passed, managers who were not notified of it are notified
    now.
    """
    number, now, managers = incident.number, context.now, context.workspace.managers_of(incident.desk)
    outbox.cancel(session, incident_id=number, kinds=TO_MANAGERS, because=EndedBecause.READER_LEFT, but_to=managers)
    there = _there(session, number)
    wanted = list(_notices_after(there.values(), incident, managers=managers, now=now))
    outbox.post_all(session, (_from_now(one, now) for one in wanted if one.key not in there), now=now)
    for one in wanted:
        if one.key in there and there[one.key].state == "cancelled":
            _take_up(there[one.key], now)
    session.flush()


def _notices_after(
    reminders: Iterable[OutboxMessage], incident: Incident, *, managers: Collection[str], now: datetime
) -> Iterator[NewMessage]:
    """Yield the notices of the breach, if it has happened or is still to come, and of each waiting escalation."""
    terms, waiting = terms_of(incident), [one for one in reminders if one.state in outbox.WAITING]
    if incident.deadline_at <= now or any(one.kind == Kind.BREACH for one in waiting):
        yield from _breach_notices(incident.number, incident.deadline_at, managers)
    for one in waiting:
        if one.kind == Kind.ESCALATION:
            to = Destination(one.channel, incident_id=incident.number, side=one.side)
            escalation = NewMessage(Kind.ESCALATION, to, one.due_at, one.dedup_key, one.parameters)
            yield from notices_of(escalation, terms, managers=managers)


def cancel_reminders(session: Session, *, incident_id: int, because: EndedBecause) -> None:
    """Cancel every waiting reminder of the incident; the delivery itself checks those that are being posted.

    A reminder of a missing update is cancelled even while it is being posted: the next one may be added at once.
    """
    outbox.cancel(session, incident_id=incident_id, kinds=UPDATE_REMINDERS, because=because, is_claimed_too=True)
    outbox.cancel(session, incident_id=incident_id, kinds=REMINDERS, because=because)


def delete_fallback_if_last(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Delete the fallback once the last warning, which it stands in for, has been posted."""
    if is_last_warning(message) and context.workspace.has_fallback:
        incident = session.get_one(Incident, message.incident_id)
        channel = context.workspace.triage_of(incident.desk)
        delete_fallback(session, incident_id=incident.number, channel=channel, now=context.now)


def _there(session: Session, incident_id: int) -> dict[MessageKey, OutboxMessage]:
    found = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.incident_id == incident_id, col(OutboxMessage.kind).in_(REMINDERS))
        .execution_options(populate_existing=True)
    )
    return {(Kind(one.kind), one.dedup_key, one.due_at): one for one in found}


def _from_now(reminder: NewMessage, now: datetime) -> NewMessage:
    return replace(reminder, parameters={**reminder.parameters, ARRANGED_AT: now.isoformat()})


def _take_up(message: OutboxMessage, now: datetime) -> None:
    message.state, message.ended_because, message.run_at = "pending", None, message.due_at
    message.parameters = message.parameters | {ARRANGED_AT: now.isoformat()}


def _prefer_breach(session: Session, incident: Incident, now: datetime) -> None:
    """If the new deadline has passed, post the breach now, and none of the escalations that are already due."""
    kind = col(OutboxMessage.kind)
    passed = (
        col(OutboxMessage.incident_id) == incident.id,
        col(OutboxMessage.state) == "pending",
        col(OutboxMessage.lease_token).is_(None),
        col(OutboxMessage.due_at) <= now,
    )
    if session.exec(select(OutboxMessage.id).where(*passed, kind == Kind.BREACH)).first() is not None:
        after = (
            update(OutboxMessage)
            .where(*passed, kind.in_((Kind.ESCALATION, Kind.ESCALATION_NOTICE)))
            .values(state=outbox.state_of(EndedBecause.SUPERSEDED), ended_because=EndedBecause.SUPERSEDED)
        )
        session.exec(after.execution_options(synchronize_session=False))
    # These reminders could not have been sent earlier, so they are not overdue.
    from_now = update(OutboxMessage).where(*passed, kind.in_(REMINDERS)).values(run_at=now)
    session.exec(from_now.execution_options(synchronize_session=False))


def _leave_time_to_post(session: Session, incident: Incident, now: datetime) -> None:
    """If the new deadline has passed, leave the usual time to post the breach before notifying people outside Slack."""
    passed = update(OutboxMessage).where(
        col(OutboxMessage.incident_id) == incident.id,
        col(OutboxMessage.kind).in_(SECOND_VOICES),
        col(OutboxMessage.state) == "pending",
        col(OutboxMessage.run_at) < now + UNPOSTED_AFTER,
    )
    session.exec(passed.values(run_at=now + UNPOSTED_AFTER).execution_options(synchronize_session=False))


def reschedule_fallback(
    session: Session, incident: Incident, terms: Terms, *, dedup_key: str, context: Context
) -> None:
    """Delete the fallback and schedule it anew; `dedup_key` names the occasion."""
    workspace, now = context.workspace, context.now
    if workspace.has_fallback:
        delete_fallback(
            session,
            incident_id=incident.number,
            channel=workspace.triage_of(incident.desk),
            dedup_key=dedup_key,
            now=now,
        )
        fallback = planned_fallback(incident, terms, workspace=workspace, now=now, dedup_key=dedup_key)
        outbox.post_all(session, fallback, now=now)


def planned_fallback(
    incident: Incident, terms: Terms, *, workspace: Workspace, now: datetime, dedup_key: str = ""
) -> list[NewMessage]:
    """Return the message that schedules the fallback for the last warning, if any; `dedup_key` names the occasion."""
    warnings = (one for one in reminders_of(terms, incident.opened_at) if one.kind == "warning")
    last = max(warnings, key=_due, default=None)
    if last is None or not workspace.has_fallback:
        return []
    channel, post_at = workspace.triage_of(incident.desk), last.due_at + FALLBACK_AFTER
    return [fallback_to_schedule(incident.number, channel=channel, post_at=post_at, now=now, dedup_key=dedup_key)]


def _due(reminder: Reminder) -> datetime:
    return reminder.due_at
