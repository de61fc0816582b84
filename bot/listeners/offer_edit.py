"""A message that was offered for filing is edited: the offer follows it, or the author is told what became of it."""

from typing import Any

from bot.listeners import offer as listener
from bot.listeners import offer_words
from bot.listeners.answers import Audience, understood
from bot.listeners.card_links import words_with_seen
from bot.listeners.gesture import Gesture
from bot.listeners.pace import answer_once
from bot.listeners.private_answer import give
from bot.messages import offer as messages
from bot.operations.incidents import offer as operations
from bot.queries.offers import offer_at
from bot.rules.offers import WantedIncident, read_severity
from bot.rules.speaking import has_new_words, without_mention
from bot.rules.written_message import WrittenMessage, read_message
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models import Incident, Offer


def follow(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Bring the offer of an edited message up to date; return False if the message has still to be answered.

    The offer is withdrawn if the message no longer asks for anything, or means a command, which has still to be
    answered; so has a message whose offer was withdrawn before.
    """
    offer, written = _offer_at(gesture, message), _read(gesture, message)
    if offer is None or written is None:
        return offer is not None
    text = without_mention(written.text, gesture.people.own_id)
    asks_nothing = _asks_nothing(text, written)
    is_command = not asks_nothing and understood(text, has_files=bool(written.files)) is not None
    if offer.state == "open" and (is_command or asks_nothing):
        gesture.once(operations.take_back, offer.number, context=gesture.context)
        return False
    if offer.state == "open":
        _reword(gesture, offer, listener.asked_in(gesture, written, text))
    elif offer.state == "used" and not is_command and has_new_words(gesture.event):
        _tell_author(gesture, offer, written)
    return offer.state == "open" or (offer.state == "used" and not is_command)


def _offer_at(gesture: Gesture, message: dict[str, Any]) -> Offer | None:
    with gesture.reading() as session:
        return offer_at(session, channel=gesture.channel, ts=message["ts"])


def _read(gesture: Gesture, message: dict[str, Any]) -> WrittenMessage | None:
    return read_message(message, channel=gesture.channel, at=gesture.instant(message["ts"]))


def _asks_nothing(text: str, written: WrittenMessage) -> bool:
    """Return True for small talk, and for a severity or another answer that does not say what is wrong."""
    is_answer = offer_words.is_answer(text) or read_severity(text, SET_PHRASES) is not None
    return (is_answer or SET_PHRASES.is_small_talk(text)) and not written.files


def _reword(gesture: Gesture, offer: Offer, asked: WantedIncident) -> None:
    """Give the offer the new text of the message; a severity at its beginning is taken if the words have changed."""
    similar = listener.in_progress(gesture, asked, account_id=offer.account_id, author=offer.author)
    gesture.once(
        operations.reword_offer,
        offer.number,
        asked,
        similar=similar,
        has_new_words=has_new_words(gesture.event),
        context=gesture.context,
    )


def _tell_author(gesture: Gesture, offer: Offer, written: WrittenMessage) -> None:
    """Tell the author of an edited message what was filed from it, as the edit does not change the incident."""
    if written.author != gesture.person.user_id:
        return
    gesture.is_asked = True
    answer_once(gesture, written, lambda: give(gesture, _what_became(gesture, offer), audience=Audience.ACCOUNT))


def _what_became(gesture: Gesture, offer: Offer) -> Message:
    number = offer.incident_number
    with gesture.reading() as session:
        can_edit = session.get_one(Incident, number).status != "closed"
    words = words_with_seen(gesture, [number])
    return messages.edited_later(number, is_joined=offer.is_joined, can_edit=can_edit, words=words)
