"""The form in which an incident is given back."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "give_back"
NOTE_LIMIT = 1000
"""Maximum characters."""


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form that asks for a note to the colleagues."""
    note = PlainTextInputElement(multiline=True, max_length=NOTE_LIMIT)
    field = asked("note", note, words, hint=words("hint-given_back"), optional=True)
    return about_incident(CALLBACK, number, [field], title="button-give_back", submit="button-give_back", words=words)


def read(submitted: dict[str, Any]) -> str:
    """Return the note, "" if there is none; raise `TooLong` at its field."""
    return typed(values_of(submitted), "note", limit=NOTE_LIMIT, required=False)
