"""A technician writes about an incident that nobody has acknowledged: they are asked once whether they take it on."""

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from models import Incident, OutboxMessage
from models.vocabulary import Kind


def ask_author(session: Session, incident: Incident, *, context: Context) -> None:
    """Ask the context's person, who has just written in the triage thread, unless they were asked before.

    The incident must be open, and locked.
    """
    asked = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == Kind.TALK_NOTICE,
        OutboxMessage.dedup_key == context.actor,
    )
    if session.exec(asked).first() is None:
        to = direct_message(context.actor, incident_id=incident.id)
        outbox.post(session, kind=Kind.TALK_NOTICE, to=to, dedup_key=context.actor, now=context.now)
