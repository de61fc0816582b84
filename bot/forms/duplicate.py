"""The form in which a technician says that an incident is the same problem as another one."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, line
from bot.forms.values import values_of
from bot.rules.numbers import read_number
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words

CALLBACK = "mark_duplicate"
NUMBER_LIMIT = 20
"""Maximum characters of the other incident's number."""


class NoIncidentNumber(Refusal):
    """What was typed is not the number of an incident."""

    text = "refusal-no_incident_number"


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form for this incident."""
    element = PlainTextInputElement(max_length=NUMBER_LIMIT)
    field = asked("duplicate_of", element, words, hint=words("hint-duplicate_of"))
    return about_incident(
        CALLBACK, number, [field], title="button-mark_duplicate", submit="button-mark_duplicate", words=words
    )


def read(submitted: dict[str, Any]) -> int:
    """Return the number of the incident it is a duplicate of; raise `Empty` or `NoIncidentNumber` at the field."""
    original = read_number(line(values_of(submitted), "duplicate_of", limit=NUMBER_LIMIT))
    if original is None:
        raise NoIncidentNumber("duplicate_of")
    return original
