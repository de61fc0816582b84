"""The form in which an incident is assigned to a technician."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement, UserSelectElement

from bot.forms.fields import NotChosen, about_incident, asked, person_or_none, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "assign_incident"
NOTE_LIMIT = 1000
"""Maximum characters."""


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form, which asks who is to have the incident and what they should know."""
    note = PlainTextInputElement(multiline=True, max_length=NOTE_LIMIT)
    fields = [
        asked("technician", UserSelectElement(), words),
        asked("note", note, words, hint=words("hint-note"), optional=True),
    ]
    return about_incident(
        CALLBACK, number, fields, title="button-assign_incident", submit="button-assign_incident", words=words
    )


def read(submitted: dict[str, Any]) -> tuple[str, str]:
    """Return the member id of the new assignee, and the note; raise a `Refusal` at the field that is wrong."""
    values = values_of(submitted)
    technician = person_or_none(values, "technician")
    if technician is None:
        raise NotChosen("technician")
    return technician, typed(values, "note", limit=NOTE_LIMIT, required=False)
