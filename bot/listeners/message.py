"""Somebody writes, changes or deletes a message: in the thread of a card, to Guichet, or in answer to an offer."""

from typing import Any

from bot.listeners import card_mention, mention, offer, offer_answer, offer_edit
from bot.listeners.gesture import Gesture
from bot.queries.incidents import card_at
from bot.rules.speaking import has_new_words, is_direct, speaks_to
from models import Card


def receive(gesture: Gesture) -> None:
    """Receive a message; one that concerns neither an incident nor us is ignored."""
    event = gesture.event
    message = event.get("message") or event.get("previous_message") or event
    card = _card(gesture, message)
    if card is not None:
        card_mention.receive(gesture, message, card)
    elif event.get("subtype") == "message_deleted" or message.get("subtype") == "tombstone":
        # A deleted message that has replies leaves a tombstone.
        offer.take_back_deleted(gesture, event.get("deleted_ts") or message["ts"])
    else:
        _receive(gesture, message, is_edit="message" in event)
    gesture.ack()


def receive_mention(gesture: Gesture) -> None:
    """Receive a mention, which Slack sends besides the message; in the thread of a card only the message counts.

    A mention inside code calls nobody. While our own id is unknown, a mention is assumed not to be inside code.
    """
    event, own_id = gesture.event, gesture.people.own_id
    if (own_id is None or speaks_to(event, own_id)) and _card(gesture, event) is None:
        _receive(gesture, event, is_edit=has_new_words(event), is_mention=True)
    gesture.ack()


def _card(gesture: Gesture, message: dict[str, Any]) -> Card | None:
    """Return the card in whose thread the message was written; None if it was not written below a card."""
    if "thread_ts" not in message:
        return None
    with gesture.reading() as session:
        return card_at(session, channel=gesture.channel, ts=message["thread_ts"])


def _receive(gesture: Gesture, message: dict[str, Any], *, is_edit: bool, is_mention: bool = False) -> None:
    if is_edit and offer_edit.follow(gesture, message):
        return
    if offer_answer.take(gesture, message):
        return
    if is_mention or is_direct(gesture.channel) or speaks_to(message, gesture.people.own_id):
        mention.answer(gesture, message)
