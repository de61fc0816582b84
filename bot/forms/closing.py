"""The forms in which an incident ends, or is taken up again."""

from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, RadioButtonsElement

from bot.forms.fields import about_incident, asked, chosen, incident_of, one_of, typed
from bot.forms.values import values_of
from bot.rules.statuses import Act
from bot.texts.catalogue import Words

CLOSE, WITHDRAW, REOPEN = "close_incident", "withdraw_incident", "reopen_incident"
"""Callback ids: a technician closes, a customer withdraws, either reopens."""
OUTCOMES: dict[str, Act] = {"solved": "solve", "unresolved": "give_up"}
"""What a technician may choose, and the act it is."""
EXPLANATION_LIMIT = 3000


def close_view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the technician's form: how it ends, and what the customer is told."""
    options = [Option(value=one, text=words(f"outcome-{one}")) for one in OUTCOMES]
    fields = [
        asked("outcome", RadioButtonsElement(options=options), words, hint=words("hint-outcome")),
        asked("explanation", _text(), words, hint=words("hint-explanation"), optional=True),
    ]
    return about_incident(CLOSE, number, fields, title="form-close_incident", submit="form-close_incident", words=words)


def read_close(submitted: dict[str, Any]) -> tuple[int, Act, str]:
    """Return the incident, the act and the explanation, which an unresolved one must have; raise at the field."""
    values = values_of(submitted)
    outcome = one_of(tuple(OUTCOMES), chosen(values, "outcome"), "outcome")
    is_needed = outcome == "unresolved"
    explanation = typed(values, "explanation", limit=EXPLANATION_LIMIT, required=is_needed)
    return incident_of(submitted), OUTCOMES[outcome], explanation


def withdraw_view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the customer's form: why it is not needed any more, if they like to say."""
    field = asked("reason", _text(), words, optional=True, hint=words("hint-withdraw"))
    return about_incident(WITHDRAW, number, [field], title="button-withdraw", submit="button-withdraw", words=words)


def reopen_view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form that asks why it is not over."""
    field = asked("reason", _text(), words, hint=words("hint-reopen"))
    return about_incident(REOPEN, number, [field], title="button-reopen", submit="button-reopen", words=words)


def read_reason(submitted: dict[str, Any], *, required: bool) -> tuple[int, str]:
    """Return the incident and the reason; raise `Empty` or `TooLong` at its field."""
    values = values_of(submitted)
    return incident_of(submitted), typed(values, "reason", limit=EXPLANATION_LIMIT, required=required)


def _text() -> PlainTextInputElement:
    return PlainTextInputElement(multiline=True, max_length=EXPLANATION_LIMIT)
