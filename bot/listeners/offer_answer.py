"""Somebody answers an offer in words: in its thread, or in the direct messages in which it was posted."""

from collections.abc import Callable
from typing import Any

from bot.busy import Busy
from bot.idempotency import is_recorded, record_key
from bot.listeners import joining, offer, offer_hints, offer_words
from bot.listeners.answers import Audience, understood
from bot.listeners.gesture import Gesture
from bot.listeners.offer_words import WrittenAnswer, begins_clearly, read
from bot.listeners.private_answer import give
from bot.messages import offer as messages
from bot.operations.incidents import offer as operations
from bot.operations.incidents.offer_permission import check_usable, is_for, is_theirs
from bot.operations.mentions import key_of_mention
from bot.queries.offers import offer_in, older_open
from bot.rules.offer_answers import THANKS, Answer
from bot.rules.offers import wanted_in_form
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from bot.rules.speaking import edit_of, is_direct, speaks_to, without_mention
from bot.rules.whole_message import files_of
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models import Offer

MOST_WORDS = 4
"""Maximum words of a message that is taken for an unclear answer: a longer one is talk among people."""


def take(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Take what somebody writes as their answer to the offer there, if it is one; return whether it was.

    What others write is talk, except their yes, which is refused. A message that was an answer before it was edited
    has been taken already; and an edited mention arrives as an event of its own besides that of the message.
    """
    thread, written = str(message.get("thread_ts") or ""), read(_text(gesture, message))
    if not (thread or is_direct(gesture.channel)):
        return False
    if message.get("bot_id") or written.answer == THANKS or not (written.is_one or _may_be_one(gesture, message)):
        return False
    with gesture.reading() as session:
        found = offer_in(session, channel=gesture.channel, thread_ts=thread, person=gesture.person.user_id)
        if found is None or _names_another(gesture, message, found, written=written):
            return False
        if is_recorded(session, key=_key(gesture, message)) or (written.is_one and _was_taken(gesture, written)):
            return True
    if found.state != "open":
        return _answered(gesture, message, lambda key: _tell_what_became(gesture, found, written, key=key))
    return _answered(gesture, message, lambda key: _take(gesture, found, written, message=message, key=key))


def _text(gesture: Gesture, message: dict[str, Any]) -> str:
    return without_mention(str(message.get("text") or ""), gesture.people.own_id)


def _may_be_one(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Return True for a clear beginning, and in a thread for a few words; in a direct message those are to be filed.

    So is a message that is addressed to us and begins with a severity; a command is to be answered.
    """
    text, is_private = _text(gesture, message), is_direct(gesture.channel)
    is_to_us = is_private or speaks_to(message, gesture.people.own_id)
    if files_of(message) or (is_to_us and _is_for_itself(text)):
        return False
    is_short = "thread_ts" in message and 0 < len(one_line(text).split()) <= MOST_WORDS
    return is_short or begins_clearly(text)


def _names_another(gesture: Gesture, message: dict[str, Any], found: Offer, *, written: WrittenAnswer) -> bool:
    """Return True for a command to us about an incident that the offer does not show: "reopen INC-3"."""
    if written.asked is None or written.asked.incident is None or joining.wanted_of(found, written.asked) is not None:
        return False
    is_to_us = is_direct(gesture.channel) or speaks_to(message, gesture.people.own_id)
    return is_to_us and understood(_text(gesture, message)) is not None


def _is_for_itself(text: str) -> bool:
    """Return True for a command, and for a problem to file that begins with its severity."""
    return understood(text) is not None or wanted_in_form(text, SET_PHRASES).severity is not None


def _was_taken(gesture: Gesture, written: WrittenAnswer) -> bool:
    """Return True if an edited message was an answer before, or may have been, and is not a different answer now."""
    if not edit_of(gesture.event):
        return False
    before = gesture.event.get("previous_message")
    if before is None:
        return True
    was = read(_text(gesture, before))
    return was.can_be_taken and (was == written or not written.can_be_taken)


def _key(gesture: Gesture, message: dict[str, Any]) -> str:
    return key_of_mention(gesture.channel, message["ts"], gesture.person.user_id, edit=edit_of(gesture.event))


def _answered(gesture: Gesture, message: dict[str, Any], take: Callable[[str], bool]) -> bool:
    """Take the answer with the key of its message; a refusal is shown once, however often Slack sends the event."""
    key = _key(gesture, message)
    try:
        return take(key)
    except Busy:
        raise
    except Refusal:
        if gesture.is_asked and not gesture.write(record_key, key=key, now=gesture.now):
            return True
        raise


def _tell_what_became(gesture: Gesture, found: Offer, written: WrittenAnswer, *, key: str) -> bool:
    """Tell somebody who answers what has become of their offer, and that an older one is still open.

    An answer never reaches the older offer, as filing costs something. A no to an offer that is withdrawn already needs
    no reply, unless an older one is open. Returns False if the message is no such answer.
    """
    if not written.is_clear and not (written.is_one and is_direct(gesture.channel)):
        return False
    if not is_theirs(found, gesture.context) or not written.can_be_taken:
        return False
    with gesture.reading() as session:
        older = older_open(session, found, person=gesture.person.user_id)
    is_done = written.is_no and found.state == "taken_back"
    if older is None and (is_done or not written.is_clear):
        return False
    gesture.is_asked = True
    if older is None:
        check_usable(found, gesture.context)
    elif gesture.write(record_key, key=key, now=gesture.now):
        give(gesture, _older_open(gesture, found, older), audience=Audience.ACCOUNT)
    return True


def _older_open(gesture: Gesture, found: Offer, older: Offer) -> Message:
    newest, incident = ("joined" if found.is_joined else found.state), found.incident_id
    return messages.older_open(newest, incident=incident, title=older.title, words=gesture.words)


def _take(gesture: Gesture, found: Offer, written: WrittenAnswer, *, message: dict[str, Any], key: str) -> bool:
    answer, asked = written.answer, written.asked
    incident = joining.wanted_of(found, asked) if asked else None
    if asked is not None and incident is not None:
        gesture.is_asked = True
        joining.take(gesture, found.number, incident, is_reopened=asked.is_reopened, key=key)
        return True
    if answer is None or not answer.is_clear:
        begins_with_yes = offer_words.begins_with_yes(_text(gesture, message))
        return offer_hints.say_what_counts(gesture, found, message, begins_with_yes=begins_with_yes)
    if offer_hints.leave_to_others(gesture, found, answer, message=message):
        return True
    if answer.is_yes or answer.is_anyway:
        gesture.is_asked = True
        _file(gesture, found.number, answer, key=key)
    elif answer.is_no:
        return _decline(gesture, found, key=key)
    elif answer.severity is not None and answer.severity == found.severity and is_theirs(found, gesture.context):
        offer_hints.say_it_is_chosen(gesture, found, message)
    elif answer.severity is not None and is_for(found, gesture.context):
        gesture.once_for(key, operations.choose_severity, found.number, answer.severity, context=gesture.context)
    else:
        return False
    return True


def _file(gesture: Gesture, number: int, answer: Answer, *, key: str) -> None:
    """File what the offer shows; if something must be decided first, at least set the severity, then raise."""
    context, similar = gesture.member_context, offer.similar_to(gesture, number)
    try:
        gesture.once_for(
            key,
            operations.file_offer,
            number,
            in_progress=similar,
            accepted="anyway" if answer.is_anyway else "yes",
            severity=answer.severity,
            context=context,
        )
    except (operations.SameProblem, operations.AccountMissing):
        if answer.severity is not None:
            gesture.write(operations.choose_severity, number, answer.severity, context=context)
        raise


def _decline(gesture: Gesture, found: Offer, *, key: str) -> bool:
    """Withdraw the offer for its author or who asked for it, and say how to get it back; others' no is talk."""
    if not is_theirs(found, gesture.context):
        return False
    gesture.is_asked = True
    gesture.once_for(key, operations.decline_offer, found.number, context=gesture.context)
    emoji, in_thread = gesture.policy.intake.emoji, bool(found.thread_ts)
    told = messages.taken_back(in_thread=in_thread, emoji=emoji, words=gesture.words)
    give(gesture, told, audience=Audience.EVERYBODY)
    return True
