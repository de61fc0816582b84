"""The form in which a manager decides whether an incident is billed or waived, and why."""

from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, RadioButtonsElement

from bot.forms.fields import about_incident, asked, chosen, one_of, typed
from bot.forms.values import values_of
from bot.texts.catalogue import Words
from models.vocabulary import Verdict

CALLBACK = "give_verdict"
REASON_LIMIT = 500
"""Maximum characters."""
VERDICTS: tuple[Verdict, ...] = ("billed", "waived")


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form for this incident."""
    options = [Option(value=one, text=words(f"verdict-{one}")) for one in VERDICTS]
    fields = [
        asked("verdict", RadioButtonsElement(options=options), words),
        asked(
            "reason", PlainTextInputElement(multiline=True, max_length=REASON_LIMIT), words, hint=words("hint-verdict")
        ),
    ]
    return about_incident(CALLBACK, number, fields, title="verdict-title", submit="admin-save", words=words)


def read(submitted: dict[str, Any]) -> tuple[Verdict, str]:
    """Return the verdict and the reason; raise a `Refusal` at the field that is wrong."""
    values = values_of(submitted)
    verdict: Verdict = one_of(VERDICTS, chosen(values, "verdict"), "verdict")
    return verdict, typed(values, "reason", limit=REASON_LIMIT)
