"""Somebody may be answering an offer, but not clearly enough: they alone read what counts."""

from typing import Any

from bot.idempotency import record_key
from bot.listeners.answers import Audience
from bot.listeners.gesture import Gesture
from bot.listeners.offer_talk import others_since
from bot.listeners.pace import answer_once
from bot.listeners.private_answer import give
from bot.messages import offer as messages
from bot.operations.incidents.offer_permission import is_for, is_theirs
from bot.rules.offer_answers import Answer
from bot.rules.speaking import is_direct, speaks_to
from bot.rules.talk import Others
from bot.rules.written_message import read_message
from bot.texts.message import Message
from models import Offer


def leave_to_others(gesture: Gesture, found: Offer, answer: Answer, *, message: dict[str, Any]) -> bool:
    """Leave a bare word alone that may be meant for somebody else in the thread; return whether it was left.

    Its writer reads what counts. With a mention, and in a direct message, it is meant for us; what is refused anyway
    is not looked into.
    """
    if not answer.is_bare or _is_to_us(gesture, message):
        return False
    is_choice = answer.severity is not None
    if not is_theirs(found, gesture.context) and not (is_choice and is_for(found, gesture.context)):
        return False
    others = others_since(gesture, found, message)
    if others is Others.NONE:
        return False
    severity, is_same, is_known = found.severity, bool(found.similar), others is Others.SOME
    told = messages.others_wrote(_example(answer), severity, is_known=is_known, is_same=is_same, words=gesture.words)
    _hint(gesture, told, message)
    return True


def say_what_counts(gesture: Gesture, found: Offer, message: dict[str, Any]) -> bool:
    """Say what can be answered, to whom it is offered; only once for an offer where people talk to each other."""
    if gesture.person.user_id != found.author:
        return False
    told = messages.not_understood(found.severity, found.similar, words=gesture.words)
    is_to_us = _is_to_us(gesture, message)
    if is_to_us or others_since(gesture, found, message) is Others.NONE:
        _hint(gesture, told, message)
    elif gesture.write(record_key, key=f"offer {found.number} not understood", now=gesture.now):
        give(gesture, told, audience=Audience.EVERYBODY)
    return True


def _is_to_us(gesture: Gesture, message: dict[str, Any]) -> bool:
    return is_direct(gesture.channel) or speaks_to(message, gesture.people.own_id)


def _example(answer: Answer) -> str:
    return answer.severity or ("no" if answer.is_no else "yes")


def _hint(gesture: Gesture, told: Message, message: dict[str, Any]) -> None:
    """Show it to who wrote the message, once for it and within the pace."""
    written = read_message(message, channel=gesture.channel, at=gesture.instant(message["ts"]))
    if written is not None:
        answer_once(gesture, written, lambda: give(gesture, told, audience=Audience.EVERYBODY))
