"""Signed requests that are not Slack payloads, or payloads with something missing, too large or of another type."""

import json
import logging
import random
import traceback
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.payloads.kinds import Payload
from tests.faults.size import size
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness
from tests.people import JSON, Answer, People, form_of

TRIES = size(1_500, full=40_000)
MOST_LINES = 3
"""A person unknown to Slack is looked up, and answered in two places: each failure may log a line of its own."""
GONE = object()
ODD: tuple[Any, ...] = (
    GONE,
    None,
    [],
    {},
    [None],
    {"id": []},
    "",
    "x",
    "9" * 30,
    "-1",
    "a\0\udfffb",
    "é" * 5_000,
    0,
    -1,
    10**30,
    1.5,
    True,
)
"""The values that replace something in a payload."""


class Recording(People):
    """People whose requests are kept."""

    kept: list[tuple[str, dict[str, Any]]]

    def send(self, body: str | bytes, content_type: str, **headers: str) -> Answer:
        """Send the request, and keep its content type and body."""
        assert isinstance(body, str)
        said = json.loads(body) if content_type == JSON else dict(parse_qsl(body, keep_blank_values=True))
        self.kept.append((content_type, json.loads(said["payload"]) if "payload" in said else said))
        return super().send(body, content_type, **headers)


def places(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the path to each item within the value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places(one, *path, key)


def changed(payload: dict[str, Any], path: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    """Return the payload with something odd in this place."""
    copy = deepcopy(payload)
    inside: Any = copy
    for key in path[:-1]:
        inside = inside[key]
    if odd is GONE and isinstance(inside, dict):
        inside.pop(path[-1], None)
    elif odd is GONE:
        del inside[path[-1]]
    else:
        inside[path[-1]] = odd
    return copy


def encoded(content_type: str, payload: dict[str, Any]) -> str:
    """Return the body in which Slack would send this."""
    if content_type == JSON:
        return json.dumps(payload)
    if "command" in payload:
        return urlencode({key: str(value) for key, value in payload.items()}, errors="replace")
    return form_of(payload)


@pytest.fixture
def recorded(harness: Harness) -> list[tuple[str, dict[str, Any]]]:
    """What Slack sends while people file, answer and close incidents."""
    people = Recording(harness.guichet.bolt, harness.slack, journey.SECRET)
    people.kept = []
    usual, harness.people = harness.people, people
    harness.alice, harness.tess = people["U0ALICE"], people["U0TESS"]
    tell_a_story(harness)
    harness.people = usual
    assert len({payload.get("type", "command") for _, payload in people.kept}) >= 6
    return people.kept


def tell_a_story(harness: Harness) -> None:
    """Let each kind of request happen."""
    card = harness.file()
    harness.alice.command("/incident", "show INC-1", channel=CUSTOMERS)
    harness.alice.command("/incident", "claim AB12", channel=CUSTOMERS)
    harness.alice.close_form()
    asked = harness.alice.say("Who can help?", channel=CUSTOMERS).ts
    harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=asked)
    harness.alice.submit(ANSWERS)
    harness.alice.shortcut("file_incident")
    harness.alice.close_form()
    harness.tess.react("eyes", channel=TRIAGE, ts=card[TRIAGE])
    said = harness.alice.reply("It began at nine.", channel=CUSTOMERS, thread_ts=card[CUSTOMERS]).ts
    harness.alice.edit("It began at ten.", channel=CUSTOMERS, ts=said)
    harness.alice.delete(channel=CUSTOMERS, ts=said)
    harness.deliver()
    for button, answers in (
        ("Reply to customer", {"Your reply": "We are on it."}),
        ("Propose scope", {"Scope": "Mail of one office"}),
        ("Propose solution", {"Solution": "Restart it."}),
    ):
        harness.tess.click(button, channel=TRIAGE, ts=card[TRIAGE])
        harness.tess.submit(answers)
    harness.choose(harness.tess, "assign", card[TRIAGE])
    harness.tess.close_form()
    harness.tess.leave(TRIAGE)
    harness.tess.join(TRIAGE)


def failure(harness: Harness, body: str, content_type: str, log: pytest.LogCaptureFixture) -> str:
    """Return what went wrong with a request; "" if it was acknowledged, with at most MOST_LINES log lines."""
    log.clear()
    answer = harness.people.send(body, content_type)
    lines = [one for one in log.records if one.levelno >= logging.WARNING]
    if trouble := next((one.exc_info[1] for one in lines if one.exc_info), None):
        frames = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(trouble.__traceback__)]
        return f"{trouble!r:.200} at {[one for one in frames if '/bot/' in one][-1:]}"
    if answer.status != HTTPStatus.OK or len(lines) > MOST_LINES:
        return f"status {answer.status}, {[one.getMessage()[:100] for one in lines]}"
    return ""


def test_no_change_to_a_request_makes_it_a_failure(
    harness: Harness, recorded: list[tuple[str, dict[str, Any]]], caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    ways = [
        (kind, payload, path)
        for kind, payload in recorded
        for path in (*places(payload), *((one,) for one in Payload.model_fields))
    ]
    failures = Counter[str]()
    for _ in range(TRIES):
        kind, payload, path = chance.choice(ways)
        if wrong := failure(harness, encoded(kind, changed(payload, path, chance.choice(ODD))), kind, caplog):
            failures[f"{wrong} for {payload.get('type')} {path}"] += 1
    assert failures.most_common() == []
