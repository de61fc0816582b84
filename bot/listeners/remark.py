"""Somebody writes in the thread of a card: the other side reads it, and it may be the initial response."""

from typing import Any

from bot.listeners.gesture import Gesture
from bot.operations.incidents.remark import delete_remark, receive_event
from bot.rules.person import TechniciansUnknown
from bot.rules.written_message import read_message
from models import Card
from models.vocabulary import Side


def receive(gesture: Gesture, message: dict[str, Any], card: Card) -> None:
    """Receive what was written, changed or deleted in the thread of this card."""
    if gesture.event.get("subtype") == "message_deleted":
        _delete(gesture, card)
    else:
        _receive(gesture, message, card)


def _delete(gesture: Gesture, card: Card) -> None:
    event = gesture.event
    if card.side == Side.CUSTOMER:
        gesture.once(
            delete_remark,
            channel=event["channel"],
            ts=event["deleted_ts"],
            incident_id=card.incident_id,
            context=gesture.context,
        )


def _receive(gesture: Gesture, message: dict[str, Any], card: Card) -> None:
    """Receive a message; raise `TechniciansUnknown` after copying it, so that Slack sends the event again."""
    written = read_message(message, channel=card.channel, at=gesture.instant(message["ts"]))
    if written is None:
        return
    is_done = gesture.write(
        receive_event,
        written,
        key=gesture.key,
        incident_id=card.incident_id,
        side=card.side,
        is_edit="message" in gesture.event,
        context=gesture.context,
    )
    if not is_done:
        raise TechniciansUnknown
