"""The form in which a technician proposes a solution."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words

CALLBACK = "propose_solution"
SOLUTION_LIMIT = 3000
"""Maximum characters."""


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form for this incident."""
    element = PlainTextInputElement(multiline=True, max_length=SOLUTION_LIMIT)
    field = asked("solution", element, words, hint=words("hint-solution"))
    return about_incident(CALLBACK, number, [field], title="button-propose_solution", submit="form-send", words=words)


def read(submitted: dict[str, Any]) -> str:
    """Return the solution; raise `Empty` or `TooLong` at its field."""
    return typed(values_of(submitted), "solution", limit=SOLUTION_LIMIT)
