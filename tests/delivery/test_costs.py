"""What a message costs: few statements and commits, of which several messages share one."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time
from sqlalchemy import event

from tests.fake_slack import FakeSlack
from tests.journeys.harness import TRIAGE, Harness, program, workspace

A_MESSAGE = Counter(statements=8, commits=2)
"""The most that one costs, on the average of those that are posted when an incident is taken."""
A_WARNING = Counter(statements=21, commits=4)
"""The most that one costs with both cards, which show that it was given; to read the threads before comes on top.

Two or more workers claim both cards together, which takes two statements less; this is measured with one.
"""
A_READING = Counter(statements=2)
"""What it costs to read the threads of an incident again, where nothing was missed."""


@pytest.fixture
def harness(ready_url: str, tmp_path: Path) -> Iterator[Harness]:
    with FakeSlack(follow_clock=True) as slack, freeze_time("2026-11-23 08:00:00") as clock:
        workspace(slack)
        with program(slack, tmp_path, database_url=ready_url) as guichet:
            yield Harness(slack, guichet, clock)


def cost(harness: Harness, act: Callable[[], object]) -> Counter[str]:
    """Return the numbers of statements and commits that this takes."""
    found, database = Counter[str](), harness.guichet.database

    def add_statement(*execution: object) -> None:
        found["statements"] += not str(execution[2]).startswith("BEGIN")

    def add_commit(_connection: object) -> None:
        found["commits"] += 1

    listeners = [(engine, "before_cursor_execute", add_statement) for engine in (database.reader, database.writer)]
    for engine, name, listener in listeners:
        event.listen(engine, name, listener)
    event.listen(database.writer, "commit", add_commit)
    act()
    for engine, name, listener in listeners:
        event.remove(engine, name, listener)
    event.remove(database.writer, "commit", add_commit)
    return found


def posts(harness: Harness) -> int:
    """Return the number of calls that have posted or changed a message so far."""
    return sum(len(harness.slack.calls(one)) for one in ("chat.postMessage", "chat.update"))


def test_a_warning_and_both_cards_take_four_commits_and_few_statements(harness: Harness) -> None:
    for _ in range(2):  # What is read once in the life of a process, the first one reads.
        cards = harness.file()
        harness.clock.tick(timedelta(minutes=45))
        harness.deliver()
        harness.clock.tick(timedelta(minutes=14, seconds=50))
        harness.deliver()
        before = posts(harness)
        harness.clock.tick(timedelta(seconds=20))
        warned = cost(harness, harness.deliver)
    assert "50%" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
    assert posts(harness) - before == 3, harness.thread(TRIAGE, cards[TRIAGE])
    reading = cost(harness, lambda: harness.guichet.rereading.incident(2))
    assert reading <= A_READING
    assert warned - reading <= A_WARNING


def test_messages_take_eight_statements_and_two_commits_each(harness: Harness) -> None:
    cards = harness.file()
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    before = posts(harness)
    taken = cost(harness, harness.deliver)
    count = posts(harness) - before
    assert count >= 4
    assert taken["statements"] <= count * A_MESSAGE["statements"]
    assert taken["commits"] <= count * A_MESSAGE["commits"]
