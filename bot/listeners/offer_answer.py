"""Somebody answers an offer in words: in its thread, or in the direct message in which it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.busy import Busy
from bot.idempotency import is_recorded, record_key
from bot.listeners import joining, offer
from bot.listeners.answers import Audience
from bot.listeners.gesture import Gesture
from bot.listeners.private_answer import give
from bot.messages import offer as messages
from bot.operations.incidents import offer as operations
from bot.operations.incidents.offer_permission import check_usable, is_for, is_theirs
from bot.operations.mentions import key_of_mention
from bot.queries.offers import offer_in, older_open
from bot.rules.offer_answers import UNCLEAR, Answer, AnswerPart, phrases_of, read_answer, without_manners
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from bot.rules.speaking import edit_of, is_direct, speaks_to, without_mention
from bot.rules.whole_message import files_of
from bot.texts.catalogue import listed
from bot.texts.message import Message
from models import Offer

PHRASES = phrases_of(
    {
        AnswerPart.YES: listed("offer-yes"),
        AnswerPart.ASSENT: listed("offer-assent"),
        AnswerPart.ANYWAY: listed("offer-anyway"),
        AnswerPart.NO: listed("offer-no"),
        AnswerPart.PLEASE: listed("offer-please"),
        AnswerPart.THANKS: listed("offer-thanks"),
        AnswerPart.SEVERITY: listed("offer-severity") | listed("severity-words"),
    }
)
"""The words of answers, in every language."""
MOST_WORDS = 4
"""Maximum words of what is taken for an answer that was not understood: more is talk among people."""


@dataclass(frozen=True)
class WrittenAnswer:
    """What somebody writes who may be answering an offer."""

    answer: Answer | None
    asked: joining.Asked | None
    """What they want to join, or to take up again."""

    @property
    def is_one(self) -> bool:
        """Return True for words of an answer and nothing else."""
        return self.answer is not None or self.asked is not None

    @property
    def is_clear(self) -> bool:
        """Return True for an answer that can be taken; "ok" is also written without an offer."""
        is_vague = self.answer is None or self.answer == UNCLEAR or self.answer.is_assent
        return self.asked is not None or not is_vague


def is_answer(text: str) -> bool:
    """Return True for words of an answer and nothing else, also where nothing was offered."""
    return read_answer(text, PHRASES) is not None


def is_clear(text: str) -> bool:
    """Return True for an answer that can be taken, but for "ok", which people write to each other."""
    return _read(text).is_clear


def take(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Take what somebody writes as their answer to the offer there; return whether it was one.

    What others write is talk, but for their yes, which is refused. What was an answer before it was edited has been
    taken already, and a mention that tells of an edit comes besides the message that does.
    """
    thread, written = str(message.get("thread_ts") or ""), _read(_text(gesture, message))
    if message.get("bot_id") or not (written.is_one or _may_be_one(gesture, message)):
        return False
    with gesture.reading() as session:
        found = offer_in(session, channel=gesture.channel, thread_ts=thread, person=gesture.person.user_id)
        if found is None or (not thread and not is_direct(gesture.channel)):
            return False
        if is_recorded(session, key=_key(gesture, message)) or (written.is_one and _was_answer(gesture)):
            return True
    taken = _take if found.state == "open" else _tell_what_became
    return _answered(gesture, message, lambda key: taken(gesture, found, written, key=key))


def _read(text: str) -> WrittenAnswer:
    return WrittenAnswer(read_answer(text, PHRASES), joining.read_words(without_manners(text, PHRASES)))


def _text(gesture: Gesture, message: dict[str, Any]) -> str:
    return without_mention(str(message.get("text") or ""), gesture.people.own_id)


def _may_be_one(gesture: Gesture, message: dict[str, Any]) -> bool:
    """Return True for a few words in a thread: in a direct message, and with a mention, they are something to file."""
    words = len(one_line(_text(gesture, message)).split())
    is_to_us = is_direct(gesture.channel) or speaks_to(message, gesture.people.own_id)
    return "thread_ts" in message and not is_to_us and 0 < words <= MOST_WORDS and not files_of(message)


def _was_answer(gesture: Gesture) -> bool:
    """Return whether an edited message was an answer before, or may have been."""
    if not edit_of(gesture.event):
        return False
    before = gesture.event.get("previous_message")
    if before is None:
        return True
    written = _read(_text(gesture, before))
    return written.is_one and written.answer != UNCLEAR


def _key(gesture: Gesture, message: dict[str, Any]) -> str:
    return key_of_mention(gesture.channel, message["ts"], gesture.person.user_id, edit=edit_of(gesture.event))


def _answered(gesture: Gesture, message: dict[str, Any], take: Callable[[str], bool]) -> bool:
    """Take the answer with the key of its message; a refusal is shown once, whatever Slack tells of it again."""
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
    """Tell somebody who answers what became of their offer meanwhile, and that an older one is still open.

    A word never reaches the older one: it costs something. Of a no to the only one, which is gone, there is nothing.
    """
    if not written.is_clear and not (written.is_one and is_direct(gesture.channel)):
        return False
    if not is_theirs(found, gesture.context) or written.answer == UNCLEAR:
        return False
    with gesture.reading() as session:
        older = older_open(session, found, person=gesture.person.user_id)
    is_done = written.answer is not None and written.answer.is_no and found.state == "taken_back"
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


def _take(gesture: Gesture, found: Offer, written: WrittenAnswer, *, key: str) -> bool:
    answer, asked = written.answer, written.asked
    incident = joining.wanted_of(found, asked) if asked else None
    if asked is not None and incident is not None:
        gesture.is_asked = True
        joining.take(gesture, found.number, incident, is_reopened=asked.is_reopened, key=key)
        return True
    if answer is None or answer == UNCLEAR:
        return _say_what_counts(gesture, found)
    if answer.is_yes or answer.is_anyway:
        gesture.is_asked = True
        _file(gesture, found.number, answer, key=key)
    elif answer.is_no:
        return _decline(gesture, found, key=key)
    elif answer.severity is not None and is_for(found, gesture.context):
        gesture.once_for(key, operations.choose_severity, found.number, answer.severity, context=gesture.context)
    else:
        return False
    return True


def _file(gesture: Gesture, number: int, answer: Answer, *, key: str) -> None:
    """File what the offer shows; where it must first be written what for, the severity is chosen at least."""
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
    """Take the offer back for whose it is, and say how to have it again; a no of others is talk."""
    if not is_theirs(found, gesture.context):
        return False
    gesture.is_asked = True
    gesture.once_for(key, operations.decline_offer, found.number, context=gesture.context)
    emoji, in_thread = gesture.policy.intake.emoji, bool(found.thread_ts)
    told = messages.taken_back(in_thread=in_thread, emoji=emoji, words=gesture.words)
    give(gesture, told, audience=Audience.EVERYBODY)
    return True


def _say_what_counts(gesture: Gesture, found: Offer) -> bool:
    """Say once for an offer what can be answered, to whom it is offered."""
    if gesture.person.user_id != found.author:
        return False
    if gesture.write(record_key, key=f"offer {found.number} not understood", now=gesture.now):
        told = messages.not_understood(found.severity, found.similar, words=gesture.words)
        give(gesture, told, audience=Audience.EVERYBODY)
    return True
