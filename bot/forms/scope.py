"""The form in which a technician proposes the scope, or a customer amends it."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, prefilled, typed
from bot.forms.values import values_of
from bot.rules.statuses import ScopeAct
from bot.rules.subject import Subject
from bot.texts.catalogue import Words

PROPOSE: ScopeAct = "propose_scope"
AMEND: ScopeAct = "amend_scope"
"""Callback ids, which are the acts."""
SCOPE_LIMIT = 3000
"""Maximum characters."""


def view(act: ScopeAct, number: int, *, version: int, text: str, words: Words) -> dict[str, Any]:
    """Return the form filled in with this text, which is to replace the given version, 0 for none."""
    element = PlainTextInputElement(multiline=True, max_length=SCOPE_LIMIT, initial_value=prefilled(text, SCOPE_LIMIT))
    field = asked("scope", element, words, hint=words("hint-scope"))
    drawn = about_incident(act, number, [field], title=f"button-{act}", submit="form-send", words=words)
    return drawn | {"private_metadata": Subject(number, scope=version).encode()}


def read(submitted: dict[str, Any]) -> tuple[ScopeAct, str]:
    """Return the act and the text; raise `Empty` or `TooLong`."""
    act = AMEND if submitted["callback_id"] == AMEND else PROPOSE
    return act, typed(values_of(submitted), "scope", limit=SCOPE_LIMIT)
