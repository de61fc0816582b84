"""The form of *Change severity*: the new severity, and the reason."""

from typing import Any, get_args

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import about_incident, asked, chosen, one_of, typed
from bot.forms.severity_choice import severities
from bot.forms.values import values_of
from bot.rules.terms import Promises
from bot.texts.catalogue import Words
from models.vocabulary import SeverityLetter

CALLBACK = "change_severity"
REASON_LIMIT = 500
"""Maximum characters."""


def view(number: int, severity: SeverityLetter, promises: Promises, *, words: Words) -> dict[str, Any]:
    """Return the form for an incident of this severity, with what each severity would promise."""
    reason = PlainTextInputElement(multiline=True, max_length=REASON_LIMIT)
    fields = [
        asked("severity", severities(promises, words, present=severity), words, hint=words("hint-change_severity")),
        asked("reason", reason, words, hint=words("hint-change_reason")),
    ]
    title = "button-change_severity"
    return about_incident(CALLBACK, number, fields, title=title, submit="form-change", words=words)


def read(submitted: dict[str, Any]) -> tuple[SeverityLetter, str]:
    """Return the severity and the reason; raise a `Refusal` at the field that is wrong."""
    values = values_of(submitted)
    severity: SeverityLetter = one_of(get_args(SeverityLetter), chosen(values, "severity"), "severity")
    return severity, typed(values, "reason", limit=REASON_LIMIT)
