"""The cards of an incident are updated, after any messages that still wait for their threads."""

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import Destination, customer_thread, triage_thread
from bot.delivery.outbox import NewMessage
from bot.operations.context import Context
from bot.operations.questions import settle_questions
from models import Incident, OutboxMessage
from models.vocabulary import REFRESH_CARD


def refresh_cards(session: Session, incident: Incident, *, context: Context, dedup_key: str | None = None) -> None:
    """Update both cards, and the messages whose questions are settled by now.

    The update is deduplicated by `dedup_key`, or else by the version of the incident.
    """
    key = f"v{incident.version}" if dedup_key is None else dedup_key
    _refresh_both(session, incident, context=context, dedup_key=key)
    settle_questions(session, incident_id=incident.number, now=context.now)


def refresh_after_reminder(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Update both cards after a reminder was posted that makes them out of date."""
    incident = session.get_one(Incident, message.incident_id)
    _refresh_both(session, incident, context=context, dedup_key=f"{message.kind} {message.dedup_key}")


def _refresh_both(session: Session, incident: Incident, *, context: Context, dedup_key: str) -> None:
    triage = triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk))
    cards = ((REFRESH_CARD.customer, customer_thread(incident)), (REFRESH_CARD.triage, triage))
    outbox.post_all(session, [NewMessage(kind, to, context.now, dedup_key) for kind, to in cards], now=context.now)


def refresh_parent(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Update the card of the incident that a part was split from: the part has a card now to which it can link."""
    incident, side = session.get_one(Incident, message.incident_id), message.side
    if incident.parent_id is not None and side is not None:
        outbox.post(
            session,
            kind=REFRESH_CARD.of(side),
            to=Destination(message.channel, incident_id=incident.parent_id, side=side),
            dedup_key=f"part {incident.id} {message.dedup_key}",
            now=context.now,
        )
