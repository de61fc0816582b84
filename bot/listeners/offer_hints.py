"""Somebody may be answering an offer, but not clearly enough: they alone are shown which answers count."""

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
    """Ignore a bare word that may be meant for somebody else in the thread; return whether it was ignored.

    Its author is shown which answers count. With a mention, and in a direct message, a word is meant for us; an answer
    that would be refused anyway is not examined.
    """
    if not answer.is_bare or _is_to_us(gesture, message):
        return False
    is_choice = answer.severity is not None
    if not is_theirs(found, gesture.context) and not (is_choice and is_for(found, gesture.context)):
        return False
    others = others_since(gesture, found, message)
    if others is Others.NONE:
        return False
    _hint(gesture, _others_wrote(gesture, found, _example(answer), others=others), message)
    return True


def say_what_counts(gesture: Gesture, found: Offer, message: dict[str, Any], *, begins_with_yes: bool) -> bool:
    """Tell the author of the offer which answers count; where people talk, only once for each offer.

    It is said each time after a text that begins with a yes, as its author may believe that it has been filed. Returns
    False for anybody else's text.
    """
    if gesture.person.user_id != found.author:
        return False
    others = Others.NONE if _is_to_us(gesture, message) else others_since(gesture, found, message)
    if others is Others.NONE:
        _hint(gesture, messages.not_understood(found.severity, found.similar, words=gesture.words), message)
        return True
    told = _others_wrote(gesture, found, "yes", others=others)
    if begins_with_yes:
        _hint(gesture, told, message)
    elif gesture.write(record_key, key=f"offer {found.number} not understood", now=gesture.now):
        give(gesture, told, audience=Audience.EVERYBODY)
    return True


def say_it_is_chosen(gesture: Gesture, found: Offer, message: dict[str, Any]) -> None:
    """Say that this severity is chosen already, and how to file it."""
    assert found.severity is not None  # noqa: S101 - it is the one that was written
    _hint(gesture, messages.chosen_already(found.severity, found.similar, words=gesture.words), message)


def _others_wrote(gesture: Gesture, found: Offer, answer: str, *, others: Others) -> Message:
    is_known, is_same = others is Others.SOME, bool(found.similar)
    return messages.others_wrote(answer, found.severity, is_known=is_known, is_same=is_same, words=gesture.words)


def _is_to_us(gesture: Gesture, message: dict[str, Any]) -> bool:
    return is_direct(gesture.channel) or speaks_to(message, gesture.people.own_id)


def _example(answer: Answer) -> str:
    return answer.severity or ("no" if answer.is_no else "yes")


def _hint(gesture: Gesture, told: Message, message: dict[str, Any]) -> None:
    """Show the hint to the author of the message, once for each version of it and within the limit per minute."""
    written = read_message(message, channel=gesture.channel, at=gesture.instant(message["ts"]))
    if written is not None:
        answer_once(gesture, written, lambda: give(gesture, told, audience=Audience.EVERYBODY))
