"""No manager can be reached: their notices are posted for the technicians, saying what is to be fixed."""

from datetime import timedelta
from typing import Any, Literal

from sqlmodel import Session, col, select

from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.operations.context import Context
from models import OutboxMessage
from models.vocabulary import Kind, MessageState

Confidential = Literal["certificate", "claim"]
"""Subjects that must not appear in a channel: the technicians are told only that there is one."""
AGAIN_AFTER = timedelta(days=30)
"""Time after which the technicians are notified again of a notice that still has no reader."""
READ: tuple[MessageState, ...] = ("pending", "parked", "done")
"""States of a message that somebody reads, or may still read."""


def notify_technicians(
    session: Session, *, kind: Kind, dedup_key: str, parameters: dict[str, Any], context: Context
) -> None:
    """Post in the triage channel what the managers should read, where MANAGERS names nobody; at most once a month."""
    _post_once(session, kind, dedup_key=dedup_key, parameters=parameters | {"is_unheard": True}, context=context)


def notify_technicians_of(session: Session, *, what: Confidential, dedup_key: str, context: Context) -> None:
    """Post in the triage channel only that there is something confidential to read; at most once a month."""
    _post_once(session, Kind.TROUBLE_NOTICE, dedup_key=dedup_key, parameters=_unread(what), context=context)


def notify_technicians_instead(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post in the triage channel a notice that a manager cannot read, unless another manager reads it or still may."""
    if _is_read_by_nobody(session, message):
        kind, parameters = Kind(message.kind), message.parameters | {"is_unheard": True}
        _post(session, kind, dedup_key=message.dedup_key, parameters=parameters, context=context)


def notify_technicians_of_instead(
    session: Session, *, message: OutboxMessage, context: Context, what: Confidential
) -> None:
    """Post in the triage channel only that there is something confidential that no manager can read."""
    if _is_read_by_nobody(session, message):
        kind, parameters = Kind.TROUBLE_NOTICE, _unread(what)
        _post(session, kind, dedup_key=message.dedup_key, parameters=parameters, context=context)


def _is_read_by_nobody(session: Session, message: OutboxMessage) -> bool:
    """Return True if the same notice, posted at the same time to the other managers, has no reader either."""
    # Without the lock, each of two refused at once would count on the other.
    lock_name(session, f"unheard {message.kind} {message.dedup_key}")
    others = _of_no_incident(message.kind, message.dedup_key).where(
        OutboxMessage.created_at == message.created_at,
        col(OutboxMessage.id) != message.id,
        col(OutboxMessage.state).in_(READ),
    )
    return session.exec(others.limit(1)).first() is None


def _unread(what: Confidential) -> dict[str, Any]:
    return {"finding": "unheard", "what": what}


def _post_once(session: Session, kind: Kind, *, dedup_key: str, parameters: dict[str, Any], context: Context) -> None:
    triage, since = context.workspace.triage_channel, context.now - AGAIN_AFTER
    posted = _of_no_incident(kind, dedup_key).where(
        OutboxMessage.channel == triage, col(OutboxMessage.created_at) > since
    )
    if session.exec(posted.limit(1)).first() is None:
        _post(session, kind, dedup_key=dedup_key, parameters=parameters, context=context)


def _of_no_incident(kind: str, dedup_key: str) -> Any:
    about = (col(OutboxMessage.incident_id).is_(None), OutboxMessage.kind == kind, OutboxMessage.dedup_key == dedup_key)
    return select(OutboxMessage.id).where(*about)


def _post(session: Session, kind: Kind, *, dedup_key: str, parameters: dict[str, Any], context: Context) -> None:
    to = Destination(context.workspace.triage_channel)
    outbox.post(session, kind=kind, to=to, dedup_key=dedup_key, parameters=parameters, now=context.now)
