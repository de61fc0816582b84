"""Somebody mentions Guichet or writes to it directly: a command is answered, anything else is offered for filing."""

from functools import partial
from typing import Any

from bot.busy import Busy
from bot.listeners import offer, offer_words
from bot.listeners.answers import COMMANDS, Audience, Word, understood
from bot.listeners.gesture import FormRefused, Gesture
from bot.listeners.pace import answer_once, once, turn_away
from bot.listeners.private_answer import give
from bot.messages import menu
from bot.operations.incidents.payers import ChooseInForm
from bot.operations.mentions import Mention
from bot.rules.offers import read_severity
from bot.rules.refusal import Refusal
from bot.rules.speaking import is_direct, without_mention
from bot.rules.written_message import WrittenMessage, read_message
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models.vocabulary import SeverityLetter


def answer(gesture: Gesture, message: dict[str, Any]) -> None:
    """Answer a message that is addressed to us, once; messages of apps are ignored."""
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
    elif offer_words.is_answer(text) and not written.files:
        answer_once(gesture, written, partial(answer_word, gesture, "help", ""))
    else:
        turn_away(gesture, _offer(gesture, written, text))


def _offer(gesture: Gesture, written: WrittenMessage, text: str) -> Mention:
    """Offer to file what was written; record the mention with the offer, or with the refusal shown to its author."""
    try:
        return offer.make(gesture, written, text)
    except Busy:
        raise
    except ChooseInForm:
        with once(gesture, written) as mention:
            if mention is Mention.NEW:
                offer.ask_in_form(gesture, written, text)
        return mention
    except Refusal:
        with once(gesture, written) as mention:
            if mention is Mention.NEW:
                raise
        return mention


def _say_how_to_file(gesture: Gesture, severity: SeverityLetter) -> None:
    """Answer a message that is a severity and does not say what is wrong."""
    told = menu.severity_alone(severity, words=gesture.words, is_private=is_direct(gesture.channel))
    give(gesture, told, audience=Audience.EVERYBODY)


def answer_word(gesture: Gesture, name: str, rest: str) -> None:
    """Answer a command; one that opens a form is answered with a button that opens it."""
    told, audience = answer_to(gesture, name, rest)
    give(gesture, told, audience=audience)


def answer_to(gesture: Gesture, name: str, rest: str) -> tuple[Message, Audience]:
    """Return the message that `answer_word` shows, and who may read it."""
    word = COMMANDS[name]
    if name == "help":
        return menu.menu(words=gesture.words, is_private=is_direct(gesture.channel)), Audience.EVERYBODY
    if word.message is not None:
        return word.message(gesture, rest), word.audience
    if word.check is not None:
        word.check(gesture)
    # A button reveals nothing about anybody; who may press it is checked again when it is pressed.
    return menu.form_button(name, rest, words=gesture.words), Audience.EVERYBODY


def press(gesture: Gesture) -> None:
    """Answer a button or a select that stands for a command."""
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
    """Open the form that the word stands for; if Slack opens none, do the same from the text if possible."""
    assert word.form is not None  # noqa: S101 - it has one
    try:
        word.form(gesture, rest)
    except FormRefused:
        if word.in_words is None:
            raise
        give(gesture, word.in_words(gesture, rest), audience=Audience.EVERYBODY)
        gesture.ack()
