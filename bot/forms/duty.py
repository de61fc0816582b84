"""The form of *Customer not reachable*: what was tried."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "mark_unreachable"
TRIED_LIMIT = 500
"""Maximum characters of what was tried."""


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form for this incident."""
    element = PlainTextInputElement(multiline=True, max_length=TRIED_LIMIT)
    field = asked("tried", element, words, hint=words("hint-tried"))
    return about_incident(CALLBACK, number, [field], title="unreachable-title", submit="form-send", words=words)


def read(submitted: dict[str, Any]) -> str:
    """Return what was tried; raise `Empty` or `TooLong` at its field."""
    return typed(values_of(submitted), "tried", limit=TRIED_LIMIT)
