"""A message that asks something is changed once that is settled: it loses its buttons and shows the outcome."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.delivery.traits import Judge, Settled
from bot.texts.message import Message, without_buttons
from models import OutboxMessage
from models.vocabulary import Kind


def shown_now(message: OutboxMessage) -> Message:
    """Return a kept message as it is in Slack, without the notes below it."""
    kept = message.posted or {}
    return Message(kept["text"], kept["blocks"])


def settle(session: Session, message: OutboxMessage, settled: Settled, *, now: datetime) -> None:
    """Post a change to a message whose question is settled; do nothing if that was done before.

    The row keeps what the message shows as long as some of its buttons remain.
    """
    if message.posted is None:
        return
    shown, notes = shown_now(message), message.posted.get("notes", [])
    left = without_buttons(shown, settled.gone)
    if settled.gone and left == shown:
        return
    notes = [*notes, {"note": settled.note, "who": settled.who}]
    message.posted = asdict(left) | {"notes": notes} if settled.gone else None
    outbox.post(
        session,
        kind=Kind.BUTTONS_GONE,
        to=Destination(message.channel, incident_id=message.incident_id, side=message.side),
        dedup_key=" ".join((str(message.id), *settled.gone)),
        parameters={"channel": message.sent_channel, "ts": message.sent_ts, **asdict(left), "notes": notes},
        now=now,
    )


def settle_if_settled(session: Session, number: int | None, judge: Judge, *, now: datetime) -> None:
    """Post a change to a message if its question is settled by now; the row is read again."""
    message = session.get_one(OutboxMessage, number, populate_existing=True)
    if message.posted is not None and (settled := judge(session, message)) is not None:
        settle(session, message, settled, now=now)
