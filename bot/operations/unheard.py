"""No manager can be reached: what they should have read is told to the technicians, once, with what is to be mended."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.operations.context import Context
from models import OutboxMessage
from models.vocabulary import Kind, MessageState

HUSHED = {Kind.CERTIFICATE_NOTICE: "certificate", Kind.CLAIM_MADE: "claim"}
"""Kinds whose content belongs in no channel: the technicians read only that there is such a thing."""
AGAIN_AFTER = timedelta(days=30)
"""Time after which the technicians are told again of what still has no reader."""
READ: tuple[MessageState, ...] = ("pending", "parked", "done")
"""States of a message that somebody reads, or may still read."""


def tell_technicians(
    session: Session, *, kind: Kind, dedup_key: str, parameters: dict[str, Any], context: Context
) -> None:
    """Post what the managers should read in the triage channel, where MANAGERS names nobody; once a month."""
    shown, facts = _shown(kind, parameters)
    triage = context.workspace.triage_channel
    told = _of_no_incident(shown, dedup_key).where(
        OutboxMessage.channel == triage, col(OutboxMessage.created_at) > context.now - AGAIN_AFTER
    )
    if session.exec(told.limit(1)).first() is None:
        _post(session, shown, dedup_key=dedup_key, parameters=facts, context=context)


def tell_technicians_instead(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post in the triage channel what a manager cannot read, unless another manager reads it, or may still."""
    lock_name(
        session, f"unheard {message.kind} {message.dedup_key}"
    )  # Or of two at once, each would leave it to the other.
    others = _of_no_incident(message.kind, message.dedup_key).where(
        OutboxMessage.created_at == message.created_at,
        col(OutboxMessage.id) != message.id,
        col(OutboxMessage.state).in_(READ),
    )
    if session.exec(others.limit(1)).first() is None:
        shown, facts = _shown(Kind(message.kind), message.parameters)
        _post(session, shown, dedup_key=message.dedup_key, parameters=facts, context=context)


def _shown(kind: Kind, parameters: dict[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """Return the kind and the parameters of what a channel may read."""
    if kind in HUSHED:
        return Kind.TROUBLE_NOTICE, {"finding": "unheard", "what": HUSHED[kind]}
    return kind, parameters | {"is_unheard": True}


def _of_no_incident(kind: str, dedup_key: str) -> Any:
    about = (col(OutboxMessage.incident_id).is_(None), OutboxMessage.kind == kind, OutboxMessage.dedup_key == dedup_key)
    return select(OutboxMessage.id).where(*about)


def _post(session: Session, kind: Kind, *, dedup_key: str, parameters: dict[str, Any], context: Context) -> None:
    to = Destination(context.workspace.triage_channel)
    outbox.post(session, kind=kind, to=to, dedup_key=dedup_key, parameters=parameters, now=context.now)
