"""Somebody mentions Guichet or writes to it directly: a word is answered like the command, anything else is offered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from bot.busy import Busy
from bot.idempotency import forget
from bot.listeners import offer, offer_answer
from bot.listeners.answers import COMMANDS, Audience, Word, understood
from bot.listeners.gesture import FormRefused, Gesture
from bot.listeners.private_answer import give
from bot.messages import menu
from bot.operations.incidents.payers import ChooseInForm
from bot.operations.mentions import MOST_A_MINUTE, Mention, key_of_mention, note_mention
from bot.rules.offers import read_severity
from bot.rules.refusal import Refusal
from bot.rules.speaking import edit_of, without_mention
from bot.rules.written_message import WrittenMessage, read_message
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models.vocabulary import SeverityLetter


def answer(gesture: Gesture, message: dict[str, Any]) -> None:
    """Answer a message that speaks to us, once; those of apps are left alone."""
    written = read_message(message, channel=gesture.channel, at=gesture.instant(message["ts"]))
    if written is None or written.author != gesture.person.user_id:
        return
    gesture.is_asked = True
    text = without_mention(written.text, gesture.people.own_id)
    command = understood(text, has_files=bool(written.files))
    if command is not None:
        answer_once(gesture, written, partial(answer_word, gesture, *command))
    elif (severity := read_severity(text, SET_PHRASES)) and not written.files:
        answer_once(gesture, written, partial(_say_how_to_file, gesture, severity))
    elif offer_answer.is_answer(text) and not written.files:
        answer_once(gesture, written, partial(answer_word, gesture, "help", ""))
    else:
        turn_away(gesture, _offer(gesture, written, text))


def answer_once(gesture: Gesture, written: WrittenMessage, answer: Callable[[], None]) -> None:
    """Answer what somebody wrote, once, and once again each time that they have changed its words."""
    with _once(gesture, written) as mention:
        if mention is Mention.NEW:
            answer()
    turn_away(gesture, mention)


def turn_away(gesture: Gesture, mention: Mention) -> None:
    """Ask somebody to wait who asks too much in a minute, and once a minute while they go on."""
    if mention is Mention.ONE_TOO_MANY:
        give(
            gesture,
            menu.too_many(limit=MOST_A_MINUTE, emoji=gesture.policy.intake.emoji, words=gesture.words),
            audience=Audience.EVERYBODY,
        )


def _offer(gesture: Gesture, written: WrittenMessage, text: str) -> Mention:
    """Offer to file what was written, and note that with the offer; else with the refusal that its author is shown."""
    try:
        return offer.make(gesture, written, text)
    except Busy:
        raise
    except ChooseInForm:
        with _once(gesture, written) as mention:
            if mention is Mention.NEW:
                offer.ask_in_form(gesture, written, text)
        return mention
    except Refusal:
        with _once(gesture, written) as mention:
            if mention is Mention.NEW:
                raise
        return mention


def _say_how_to_file(gesture: Gesture, severity: SeverityLetter) -> None:
    """Answer a severity without a word of what is wrong."""
    give(gesture, menu.severity_alone(severity, words=gesture.words), audience=Audience.EVERYBODY)


@contextmanager
def _once(gesture: Gesture, written: WrittenMessage) -> Iterator[Mention]:
    """Give what the message is; where we are too busy for it, it counts as new when Slack sends it again."""
    place = {"channel": written.channel, "ts": written.ts, "edit": edit_of(gesture.event)}
    mention = gesture.write(note_mention, **place, context=gesture.context)
    if mention is Mention.REPEATED:
        gesture.is_asked = False
    try:
        yield mention
    except Busy:
        gesture.write(forget, key=key_of_mention(**place, person=written.author))
        raise


def answer_word(gesture: Gesture, name: str, rest: str) -> None:
    """Answer a word of the command; what opens a form is answered by the button that opens it."""
    told, audience = answer_to(gesture, name, rest)
    give(gesture, told, audience=audience)


def answer_to(gesture: Gesture, name: str, rest: str) -> tuple[Message, Audience]:
    """Return what `answer_word` answers, and who may read that."""
    word = COMMANDS[name]
    if name == "help":
        return menu.menu(words=gesture.words), Audience.EVERYBODY
    if word.message is not None:
        return word.message(gesture, rest), word.audience
    if word.check is not None:
        word.check(gesture)
    # A button says nothing of anybody; who may press it is checked again when it is pressed.
    return menu.form_button(name, rest, words=gesture.words), Audience.EVERYBODY


def press(gesture: Gesture) -> None:
    """Answer a button or a select that stands for a word of the command."""
    action = gesture.action
    chosen = action.get("selected_option") or action
    name, rest = menu.PRESSED[action["action_id"]], str(chosen.get("value") or "")
    word = COMMANDS[name]
    if word.message is not None:
        give(gesture, word.message(gesture, rest), audience=word.audience)
        gesture.ack()
    elif word.form is not None:
        _open_form(gesture, word, rest)


def _open_form(gesture: Gesture, word: Word, rest: str) -> None:
    """Open the form that the word stands for; where Slack opens none, do it with the words, if that can be done."""
    assert word.form is not None  # noqa: S101 - it has one
    try:
        word.form(gesture, rest)
    except FormRefused:
        if word.in_words is None:
            raise
        give(gesture, word.in_words(gesture, rest), audience=Audience.EVERYBODY)
        gesture.ack()
