"""`/incident` and its words: the form, or an answer that only the asker sees."""

from bot.listeners import filing
from bot.listeners.answers import COMMANDS, WORDS, split_word
from bot.listeners.gesture import Gesture
from bot.rules.refusal import Refusal
from bot.texts.slack_text import shown


class UnknownCommand(Refusal):
    """`/incident` with a word we do not know."""

    text = "refusal-unknown_command"


def answer(gesture: Gesture) -> None:
    """Open the form for a bare `/incident`, else answer its first word, of whatever language."""
    first, rest = split_word(str(gesture.body.get("text") or ""))
    if not first:
        filing.open_form(gesture)
        return
    name = WORDS.get(first.lower())
    if name is None:
        raise UnknownCommand(command=shown(gesture.body["text"]))
    word = COMMANDS[name]
    if word.message is not None:
        gesture.reply(word.message(gesture, rest))
    elif word.form is not None:
        word.form(gesture, rest)
