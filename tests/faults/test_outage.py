"""Slack cannot be reached, or answers only half: all waits, nothing is repeated, and all is said once soon after."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bot_process import Options
from tests.faults.door import Door, Manner, door
from tests.faults.load import FIRST_WARNING, account, await_all_said, file, new_database, query
from tests.faults.size import size
from tests.faults.slack_process import MANY_CUSTOMERS, SlackProcess
from tests.faults.storm import AS_SHIPPED, running

HURRY: dict[str, Any] = size({}, full=AS_SHIPPED)
"""In full size the bot waits as long as the product does."""
RECOVERY = size(6.0, full=60.0)
"""Seconds within which all must be seen: the promise is 60; here the longest back-off is 2 s instead of 40."""
SPREAD = size(15.0, full=150.0)
"""Seconds that a slow answer takes: longer than anybody waits for anything."""
OUTAGE = size(3.5, full=90.0)
TRIED = "SELECT last_error, attempts FROM outbox_message WHERE state = 'pending' AND attempts > 0"


@pytest.fixture
def way(slack_aside: SlackProcess) -> Iterator[Door]:
    """The way to Slack."""
    with door(slack_aside.url) as way:
        yield way


@pytest.fixture
def url(tmp_path: Path, way: Door) -> Iterator[str]:
    """The database of a bot that has reached Slack, and has nothing to say so far."""
    url = f"sqlite:///{tmp_path}/guichet.db"
    new_database(url).close()
    with running(Options(url, way.url, **HURRY)):
        while not way.manners["well"]:
            time.sleep(0.02)
        yield url


def file_three(url: str) -> None:
    """File three incidents, whose warnings fall due half a second before the outage ends."""
    database, due = new_database(url), datetime.now(UTC) + timedelta(seconds=OUTAGE - 0.5)
    with database.transaction() as session:
        for place in MANY_CUSTOMERS[:3]:
            file(session, at=due - FIRST_WARNING, place=place)
    database.close()


def check(url: str, slack: SlackProcess, *, recovery: float, within: float = RECOVERY) -> None:
    """Everything is seen once, and in time: two cards and a warning for each incident."""
    found = account(url, slack)
    assert (found.lost, found.twice, found.disordered) == ([], [], [])
    assert (found.due, found.once) == (9, 9)
    assert 0 < found.backlog_said_in(recovery) < within
    assert found.lateness()[0] > 0


def recover(url: str) -> float:
    """Wait until every message is posted, and return when Slack recovered, as a Unix time."""
    recovery = time.time()
    await_all_said(url, seconds=RECOVERY + SPREAD + 5, until=datetime.now(UTC) + timedelta(seconds=1))
    return recovery


@pytest.mark.timeout(OUTAGE + RECOVERY + 60)
class TestOutage:
    """Nobody listens on Slack's port."""

    def test_is_survived(self, url: str, way: Door, slack_aside: SlackProcess) -> None:
        way.shut()
        assert not way.is_open()
        file_three(url)
        time.sleep(OUTAGE)
        assert not way.is_open()
        tried = query(url, TRIED)
        assert {error for error, _ in tried} == {"URLError"}
        assert max(attempts for _, attempts in tried) >= 3
        assert slack_aside.posts() == {}
        way.open()
        recovery = recover(url)
        check(url, slack_aside, recovery=recovery)


@pytest.mark.timeout(OUTAGE + RECOVERY + 60)
class TestBadLine:
    """A message whose result is unknown is looked for before it is posted again."""

    @pytest.mark.parametrize("manner", ["half-open", "torn", "slow"])
    def test_loses_and_repeats_nothing(self, url: str, way: Door, slack_aside: SlackProcess, manner: Manner) -> None:
        way.manner, way.spread = manner, SPREAD
        file_three(url)
        time.sleep(OUTAGE)
        assert way.manners[manner] >= 3
        way.manner = "well"
        recovery = recover(url)
        check(url, slack_aside, recovery=recovery, within=RECOVERY)
