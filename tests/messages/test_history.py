"""The values of an event are shown as what they are: instants, people, or text."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.facts.event import EventFacts
from bot.messages.history import FORMATS, history
from bot.policy import Policy
from bot.texts.catalogue import Words
from tests.test_kinds import friday

EN = Path(__file__).parents[2] / "bot/texts/en.ftl"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_every_instant_and_person_in_a_sentence_has_a_format() -> None:
    """By their names, which end so; what is moved to is a number."""
    sentences = re.findall(r"^event-.*(?:\n(?: .*)?)*", EN.read_text(encoding="utf-8"), re.MULTILINE)
    variables = set(re.findall(r"\$(\w+)", "".join(sentences)))
    assert {one for one in variables if one.endswith(("_at", "_to"))} - {"moved_to"} <= FORMATS.keys()


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("assign_incident", {"assigned_to": None}, {"assigned_to": "U0TESS"}, "<@U0TESS>"),
        ("open_incident", {}, {"severity": "A", "deadline_at": (AT + timedelta(hours=2)).isoformat()}, "10:00"),
        ("reopen_incident", {}, {"reason": "It fails <again>"}, "It fails &lt;again&gt;"),
    ],
)
def test_shows_what_it_is(
    policy: Policy, kind: Any, before: dict[str, Any], after: dict[str, Any], expected: str
) -> None:
    event = EventFacts(kind, "U0THEO", AT, before, after)
    blocks = history([event], 1, incident=friday(policy), words=Words("en", "UTC", slack_dates=False))
    assert expected in blocks[-1].to_dict()["text"]["text"]
