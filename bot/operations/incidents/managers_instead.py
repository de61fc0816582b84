"""No manager of a desk can be reached: notices about its incidents go to the managers in MANAGERS instead."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from bot.operations.incidents.verdict_question import AGAIN_AFTER, QUESTION
from bot.operations.missing_managers import READ
from models import Incident, OutboxMessage
from models.vocabulary import Kind


def notify_other_managers_instead(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Notify the managers in MANAGERS instead of a desk's manager who cannot be reached.

    Does nothing if another manager of the desk has read the message or still may.
    """
    incident = session.get_one(Incident, message.incident_id)
    of_desk = context.workspace.desk_of(incident.desk).managers
    others = [one for one in context.workspace.managers if one not in of_desk]
    if message.channel not in of_desk or not others:
        return
    lock_name(
        session, f"unheard {message.kind} {incident.number}"
    )  # Else two messages refused at once would rely on each other.
    at_the_desk = _same(message).where(col(OutboxMessage.channel).in_(of_desk), OutboxMessage.due_at == message.due_at)
    if session.exec(at_the_desk.where(col(OutboxMessage.state).in_(READ))).first() is None:
        for manager in _not_asked(session, message, others, context=context):
            outbox.post(
                session,
                kind=Kind(message.kind),
                to=direct_message(manager, incident_id=incident.number),
                dedup_key=f"{message.dedup_key} to {manager}",
                due_at=message.due_at,
                parameters=message.parameters,
                now=context.now,
            )


def _not_asked(session: Session, message: OutboxMessage, managers: Sequence[str], *, context: Context) -> Sequence[str]:
    """Return which of these managers to notify: the billing question goes to each at most once a week."""
    if message.kind != QUESTION:
        return managers
    lately = _same(message).where(
        col(OutboxMessage.created_at) > context.now - AGAIN_AFTER, col(OutboxMessage.state).in_(READ)
    )
    asked = set(session.exec(lately))
    return [one for one in managers if one not in asked]


def _same(message: OutboxMessage) -> Any:
    """Return a select of the readers of all other messages of the same kind about the same incident."""
    same = (OutboxMessage.incident_id == message.incident_id, OutboxMessage.kind == message.kind)
    return select(OutboxMessage.channel).where(*same, OutboxMessage.id != message.id)
