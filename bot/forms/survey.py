"""The survey about an incident that has ended."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextInputElement, RadioButtonsElement

from bot.forms.fields import about_incident, asked, chosen, one_of, typed
from bot.forms.values import values_of
from bot.rules.survey import SurveyAnswers
from bot.texts.catalogue import Words

CALLBACK = "answer_survey"
REMARKS_LIMIT = 3000
"""Maximum characters."""
USEFUL = {"yes": True, "no": False}
MARKS = ("5", "4", "3", "2", "1")


def view(number: int, *, words: Words) -> dict[str, Any]:
    """Return the form for this incident."""
    fields = [
        asked("useful", _choice([(one, words(f"useful-{one}")) for one in USEFUL]), words),
        asked("quality", _choice([(one, words(f"mark-{one}")) for one in MARKS]), words),
        asked("writing", _choice([(one, words(f"mark-{one}")) for one in MARKS]), words),
        asked("remarks", PlainTextInputElement(multiline=True, max_length=REMARKS_LIMIT), words, optional=True),
    ]
    return about_incident(CALLBACK, number, fields, title="survey-title", submit="form-send", words=words)


def read(submitted: dict[str, Any]) -> SurveyAnswers:
    """Return the answers; raise a `Refusal` at the field that is wrong."""
    values = values_of(submitted)
    return SurveyAnswers(
        is_useful=USEFUL[one_of(tuple(USEFUL), chosen(values, "useful"), "useful")],
        quality=int(one_of(MARKS, chosen(values, "quality"), "quality")),
        language=int(one_of(MARKS, chosen(values, "writing"), "writing")),
        remarks=typed(values, "remarks", limit=REMARKS_LIMIT, required=False),
    )


def _choice(options: Sequence[tuple[str, str]]) -> RadioButtonsElement:
    return RadioButtonsElement(options=[Option(value=value, text=text) for value, text in options])
