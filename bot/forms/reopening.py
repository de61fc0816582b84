"""The form in which a closed incident is reopened."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "reopen_incident"
REASON_LIMIT = 3000
"""Maximum characters."""


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form that asks why the incident is not over."""
    element = PlainTextInputElement(multiline=True, max_length=REASON_LIMIT)
    field = asked("reason", element, words, hint=words("hint-reopen"))
    return about_incident(CALLBACK, number, [field], title="button-reopen", submit="button-reopen", words=words)


def read(submitted: dict[str, Any]) -> str:
    """Return the reason; raise `Empty` or `TooLong` at its field."""
    return typed(values_of(submitted), "reason", limit=REASON_LIMIT)
