"""A customer writes in the thread of a closed incident: they are told how to continue, and its technicians are told.

Source: whatever people write to Guichet is answered.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import closed_at_of
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import remind_after_closing
from bot.rules.statuses import FINAL
from bot.rules.written_message import WrittenMessage
from models import Incident, OutboxMessage, vocabulary

AGAIN_AFTER = timedelta(days=1)
"""Minimum time between two such answers in one incident's thread."""


def answer_after_closing(session: Session, incident: Incident, message: WrittenMessage, *, context: Context) -> None:
    """Say how to continue, at most once a day, and remind the last technician while nobody answers.

    The incident must be closed, and locked. May be called any number of times for one message; a message written before
    the incident was closed changes nothing.
    """
    is_late = message.at < closed_at_of(incident)
    if is_late or not record_key(session, key=f"after_closing {message.channel} {message.ts}", now=context.now):
        return
    remind_after_closing(session, incident, since=message.at, workspace=context.workspace, now=context.now)
    if _was_told_since(session, incident, context.now - AGAIN_AFTER):
        return
    until = _reopen_until(incident, context)
    parameters = {"who": message.author, "ts": message.ts, "until": until.isoformat() if until else None}
    post_to_both_sides(
        session, incident, vocabulary.AFTER_CLOSING, context=context, dedup_key=message.ts, parameters=parameters
    )


def was_answered(session: Session, *, incident_id: int, ts: str) -> bool:
    """Return True if the author of this message was told, in reply to it, how to continue."""
    told = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == incident_id,
        OutboxMessage.kind == vocabulary.AFTER_CLOSING.customer,
        OutboxMessage.dedup_key == ts,
    )
    return session.exec(told.limit(1)).first() is not None


def follow_up(session: Session, number: int, *, follows: int, context: Context) -> None:
    """Link a newly filed incident to the closed one that it follows, if both are the same customer's."""
    old, new = session.get(Incident, follows), lock_incident(session, number)
    if old is None or new.follows_id is not None or not _is_same_customer(old, new):
        return
    new.follows_id = old.id
    session.flush()
    record_act(session, new, "follow_up", context=context, after={"follows": old.number})


def _is_same_customer(old: Incident, new: Incident) -> bool:
    return old.account_id == new.account_id and (old.account_id is not None or old.opened_by == new.opened_by)


def _was_told_since(session: Session, incident: Incident, at: datetime) -> bool:
    told = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == vocabulary.AFTER_CLOSING.customer,
        col(OutboxMessage.created_at) > at,
    )
    return session.exec(told.limit(1)).first() is not None


def _reopen_until(incident: Incident, context: Context) -> datetime | None:
    """Return until when the incident can be reopened; None if it is too late, or if others have taken its place."""
    until = closed_at_of(incident) + context.policy.closing.reopen_within
    return until if incident.outcome not in FINAL and context.now <= until else None
