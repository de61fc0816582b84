"""The form in which an incident is moved to another desk."""

from collections.abc import Iterable
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, StaticSelectElement

from bot.forms.fields import about_incident, asked, chosen, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "move_to_desk"
NOTE_LIMIT = 1000
"""Maximum characters."""
FIRST = "="
"""Begins the value of every option, since Slack takes no empty value and the name of the first desk is empty."""


def view(number: int, *, desks: Iterable[str], words: Words) -> dict[str, Any]:
    """Return the form that asks for one of these desks, and for a note to the colleagues there."""
    options = [Option(value=FIRST + one, text=one or words("desk-first_option")) for one in desks]
    note = PlainTextInputElement(multiline=True, max_length=NOTE_LIMIT)
    fields = [
        asked("desk", StaticSelectElement(options=options), words),
        asked("note", note, words, hint=words("hint-moved"), optional=True),
    ]
    title = "button-move_to_desk"
    return about_incident(CALLBACK, number, fields, title=title, submit=title, words=words)


def read(submitted: dict[str, Any]) -> tuple[str, str]:
    """Return the name of the desk and the note, "" if there is none; raise a `Refusal` at the field that is wrong."""
    values = values_of(submitted)
    desk = chosen(values, "desk").removeprefix(FIRST)
    return desk, typed(values, "note", limit=NOTE_LIMIT, required=False)
