"""The form in which a technician proposes a split: one line for each part, or all on one line with semicolons."""

import re
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement

from bot.forms.fields import TYPED_LIMIT, about_incident, asked, is_seen, typed
from bot.forms.values import values_of
from bot.messages.blocks import paragraph
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from bot.rules.split import FEWEST, MOST, Part
from bot.texts.catalogue import Words
from bot.texts.length import units

CALLBACK = "propose_split"
TITLE_LIMIT = 150
"""Maximum characters of a part's title."""
LINE = re.compile(r"([ABC])(?:\s*[.,:;|)·•]\s*|\s*[\u2013\u2014-]\s+|\s+)(.*)", re.IGNORECASE)
"""The severity, a separator, and the title; "Backup fails" begins with a word, not with a severity."""

SEMICOLON = re.compile(r";\s*(?=[ABC][\s.,:;|)·•\u2013\u2014-])")
"""Divides a single line, as some clients have no multi-line field: a semicolon before a severity in capitals."""


class WrongLine(Refusal):
    """A line is not a severity and a title."""

    text = "refusal-wrong_line"


class LineTooLong(Refusal):
    """The title on a line is longer than a title may be."""

    text = "refusal-line_too_long"


class WrongCount(Refusal):
    """There is only one line, or there are more than ten."""

    text = "refusal-wrong_count"


def view(number: int, *, left: int | None, words: Words) -> dict[str, Any]:
    """Return the form, with the cost of a split; `left` is the units in the account's packs, None if no pack pays."""
    element = PlainTextInputElement(multiline=True, max_length=TYPED_LIMIT)
    field = asked("children", element, words, hint=words("hint-children", most=str(MOST)))
    drawn = about_incident(CALLBACK, number, [field], title="button-propose_split", submit="form-send", words=words)
    cost = words("split-alone") if left is None else _cost(number, left, words)
    return drawn | {"blocks": [*drawn["blocks"], paragraph(cost).to_dict()]}


def _cost(number: int, left: int, words: Words) -> str:
    """Return how many units each possible split takes, and how many it leaves."""
    each = [
        words("split-cost_of", count=str(more + 1), more=str(more), after=str(left - more))
        for more in range(FEWEST - 1, min(left, MOST - 1) + 1)
    ]
    return "\n".join([words("split-cost", incident=words.named(number), left=left), *each])


def read(submitted: dict[str, Any]) -> list[Part]:
    """Return the parts; raise a `Refusal` at the field, with the number of the line."""
    text = typed(values_of(submitted), "children", limit=TYPED_LIMIT)
    written_lines = text.splitlines() if "\n" in text else SEMICOLON.split(text)
    lines = [(place, one_line(one)) for place, one in enumerate(written_lines, start=1)]
    parts = [_part(place, line) for place, line in lines if any(map(is_seen, line))]
    if not FEWEST <= len(parts) <= MOST:
        raise WrongCount("children", count=len(parts), fewest=str(FEWEST), most=str(MOST))
    return parts


def _part(place: int, line: str) -> Part:
    match = LINE.fullmatch(line)
    if match is None or not any(map(str.isalnum, match[2])):
        raise WrongLine("children", line=str(place))
    if (length := units(match[2])) > TITLE_LIMIT:
        excess = length - TITLE_LIMIT
        raise LineTooLong("children", line=str(place), length=str(length), limit=str(TITLE_LIMIT), excess=excess)
    severity: Any = match[1].upper()
    return Part(match[2], severity)
