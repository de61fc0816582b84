"""Somebody mentions Guichet in the thread of a card: a command is answered to them alone, anything else is a remark.

A remark is meant for people, and `remark.py` receives it. A command is meant for Guichet alone: it is not copied, and
counts neither as the initial response nor as an update.
"""

from collections.abc import Mapping
from typing import Any

from bot.listeners import offer_answer, offer_words, remark
from bot.listeners.answers import COMMANDS, Audience, asks_to_file, takes_number, understood
from bot.listeners.gesture import Gesture
from bot.listeners.mention import answer_to
from bot.listeners.pace import answer_once
from bot.listeners.private_answer import give
from bot.messages import card_mention as messages
from bot.operations.incidents.after_closing import was_answered
from bot.queries.remarks import remark_at
from bot.rules.numbers import read_number
from bot.rules.plain_text import one_line
from bot.rules.speaking import has_new_words, speaks_to, without_mention
from bot.rules.whole_message import files_of, text_of
from bot.rules.written_message import WrittenMessage, read_message
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models import Card, Incident
from models.vocabulary import Side


def command_to_us(message: Mapping[str, Any], own_id: str | None) -> tuple[str, str] | None:
    """Return the command in a message that mentions us, and the text after it; None if the message is meant for people.

    Thanks and greetings are meant for people, as are a call for help ("we have a problem") and anything with files.
    """
    if not speaks_to(message, own_id) or files_of(message):
        return None
    text = without_mention(text_of(message), own_id)
    if not one_line(text):
        return "help", ""
    return None if SET_PHRASES.is_small_talk(text) or asks_to_file(text) else understood(text)


def receive(gesture: Gesture, message: dict[str, Any], card: Card) -> None:
    """Receive what was written, changed or deleted in the thread of this card, and answer a mention."""
    own_id, is_deleted = gesture.people.own_id, gesture.event.get("subtype") == "message_deleted"
    if not is_deleted and _answers_offer(gesture, message):
        return
    command = None if is_deleted else command_to_us(message, own_id)
    if command is None or _is_copied(gesture, message):
        remark.receive(gesture, message, card)
    written = read_message(message, channel=card.channel, at=gesture.instant(message["ts"]))
    if is_deleted or written is None or written.author != gesture.person.user_id or not speaks_to(message, own_id):
        return
    gesture.is_asked = True
    if command is not None:
        answer_once(gesture, written, lambda: _answer(gesture, card, command))
    elif not _was_answered(gesture, written, card):
        answer_once(gesture, written, lambda: _say_who_reads_it(gesture, written, card))


def _answers_offer(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Take a mention as the answer to an offer in this thread, if it is one; return whether it was.

    An answer without a mention is taken as talk: people say yes to each other there.
    """
    text = without_mention(str(message.get("text") or ""), gesture.people.own_id)
    is_answer = speaks_to(message, gesture.people.own_id) and offer_words.is_clear(text)
    return is_answer and offer_answer.take(gesture, message)


def _is_copied(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Return True if the message was copied to the other side before it was edited, so that the copy must follow."""
    with gesture.reading() as session:
        return remark_at(session, channel=gesture.channel, ts=message["ts"]) is not None


def _answer(gesture: Gesture, card: Card, command: tuple[str, str]) -> None:
    answer, audience = answer_to(gesture, *_about(command, card))
    is_customers = card.side == Side.CUSTOMER
    shown = messages.not_passed_on(answer, card.incident_id, words=gesture.words) if is_customers else answer
    give(gesture, shown, audience=audience)


def _about(command: tuple[str, str], card: Card) -> tuple[str, str]:
    """Return the command, with the number of the card's incident if it needs one and has none ("explain")."""
    name, rest = command
    is_of_card = COMMANDS[name].takes is takes_number and read_number(rest) is None
    return name, str(card.incident_id) if is_of_card else rest


def _was_answered(gesture: Gesture, written: WrittenMessage, card: Card) -> bool:
    """Return True if the author was told who reads it: before an edit, or by the answer below a closed incident."""
    event, own_id = gesture.event, gesture.people.own_id
    before = event.get("previous_message") or {}
    if "message" in event and (
        not has_new_words(event) or (speaks_to(before, own_id) and command_to_us(before, own_id) is None)
    ):
        return True
    with gesture.reading() as session:
        return was_answered(session, incident_id=card.incident_id, ts=written.ts)


def _say_who_reads_it(gesture: Gesture, written: WrittenMessage, card: Card) -> None:
    give(gesture, _readers(gesture, written, card), audience=Audience.EVERYBODY)


def _readers(gesture: Gesture, written: WrittenMessage, card: Card) -> Message:
    """Return the message that says who reads this thread, and how to reach others."""
    with gesture.reading() as session:
        incident = session.get_one(Incident, card.incident_id)
    works_on_it = gesture.person.works_on(desk=incident.desk, assigned_to=incident.assigned_to)
    if card.side == Side.TRIAGE:
        return messages.to_triage(incident.number, words=gesture.words)
    if works_on_it and incident.opened_by != written.author:
        return messages.to_technician(incident.number, words=gesture.words)
    is_closed = incident.status == "closed"
    return messages.to_customer(incident.number, ts=written.ts, is_closed=is_closed, words=gesture.words)
