"""The form in which a technician snoozes the reminder to update the customer."""

from typing import Any, get_args

from slack_sdk.models.blocks import Option, RadioButtonsElement

from bot.forms.fields import about_incident, asked, chosen, one_of
from bot.forms.values import values_of
from bot.rules.update_pace import Snooze
from bot.texts.catalogue import Words

CALLBACK = "snooze_update"


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form, which asks for how long."""
    options = [Option(value=length, text=words(f"snooze-{length}")) for length in get_args(Snooze)]
    field = asked("length", RadioButtonsElement(options=options), words)
    return about_incident(CALLBACK, number, [field], title="snooze-title", submit="form-send", words=words)


def read(submitted: dict[str, Any]) -> Snooze:
    """Return for how long the reminder is snoozed; raise `NotChosen` at its field."""
    length: Snooze = one_of(get_args(Snooze), chosen(values_of(submitted), "length"), "length")
    return length
