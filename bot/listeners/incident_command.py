"""`/incident` and its words: the form, or an answer that only the asker sees."""

from bot.listeners import filing
from bot.listeners.answers import COMMANDS, asks_to_file, understood
from bot.listeners.gesture import Gesture


def answer(gesture: Gesture) -> None:
    """Open the form for a bare `/incident`, answer a command in any language, or open the form with the text."""
    text = str(gesture.body.get("text") or "").strip()
    if not text or asks_to_file(text):
        filing.open_form(gesture)
        return
    command = understood(text)
    if command is None:
        filing.open_form_with(gesture, text)
        return
    name, rest = command
    word = COMMANDS[name]
    if word.message is not None:
        gesture.reply(word.message(gesture, rest))
    elif word.form is not None:
        word.form(gesture, rest)
