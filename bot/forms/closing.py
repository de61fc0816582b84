"""The forms that end an incident: a technician closes it, or its customer withdraws it."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, RadioButtonsElement

from bot.forms.fields import about_incident, asked, chosen, one_of, prefilled, typed
from bot.forms.prepared_answer import choice
from bot.forms.values import values_of
from bot.policy_texts import OwnText
from bot.rules.statuses import Act
from bot.texts.catalogue import Words

CLOSE, WITHDRAW = "close_incident", "withdraw_incident"
"""Callback ids."""
OUTCOMES: dict[str, Act] = {"solved": "solve", "unresolved": "give_up", "withdrawn": "close_unanswered"}
"""The act for each outcome that a technician may choose; the last one only if the customer has not answered."""
EXPLANATION_LIMIT = 3000
"""Maximum characters."""


def close_view(
    number: int,
    *,
    words: Words,
    answers: Sequence[OwnText],
    outcome: str = "",
    explanation: str = "",
    is_unanswered: bool = False,
) -> dict[str, Any]:
    """Return the technician's form, with this outcome chosen: how the incident ends, and what the customer reads.

    The prepared `answers` are offered for the explanation. `is_unanswered` adds the outcome for a customer who did not
    answer the reminders: the incident is closed as withdrawn.
    """
    offered = [one for one in OUTCOMES if one != "withdrawn" or is_unanswered]
    options = {one: Option(value=one, text=words(f"outcome-{one}")) for one in offered}
    outcomes = RadioButtonsElement(options=list(options.values()), initial_option=options.get(outcome))
    fields = [
        asked("outcome", outcomes, words, hint=words("hint-outcome")),
        *choice(answers, words),
        asked("explanation", _text(explanation), words, hint=words("hint-explanation"), optional=True),
    ]
    return about_incident(CLOSE, number, fields, title="form-close_incident", submit="form-close_incident", words=words)


def read_close(submitted: dict[str, Any]) -> tuple[Act, str]:
    """Return the act and the explanation, which an unresolved incident must have; raise a `Refusal` at the field."""
    values = values_of(submitted)
    outcome = one_of(tuple(OUTCOMES), chosen(values, "outcome"), "outcome")
    is_needed = outcome != "solved"
    return OUTCOMES[outcome], typed(values, "explanation", limit=EXPLANATION_LIMIT, required=is_needed)


def withdraw_view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the customer's form, with an optional reason why the incident is no longer needed."""
    field = asked("reason", _text(), words, optional=True, hint=words("hint-withdraw"))
    return about_incident(WITHDRAW, number, [field], title="button-withdraw", submit="button-withdraw", words=words)


def read_withdrawal(submitted: dict[str, Any]) -> str:
    """Return the reason, "" if none was given; raise `TooLong` at its field."""
    return typed(values_of(submitted), "reason", limit=EXPLANATION_LIMIT, required=False)


def _text(given: str = "") -> PlainTextInputElement:
    initial = prefilled(given, EXPLANATION_LIMIT)
    return PlainTextInputElement(multiline=True, max_length=EXPLANATION_LIMIT, initial_value=initial)
