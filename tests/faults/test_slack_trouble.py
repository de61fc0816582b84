"""Slack is slow, down, or wants us to wait: only what it concerns waits, and all is said once when it is well again."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, update

from bot.delivery.refused_changes import retry_held_up
from models import OutboxMessage
from tests.faults.bot_process import Options
from tests.faults.load import account, await_all_said, file, new_database, notice, query
from tests.faults.size import size
from tests.faults.slack_process import MANY_CUSTOMERS, SlackProcess
from tests.faults.storm import running
from tests.journeys.harness import TRIAGE

ONE, ANOTHER = MANY_CUSTOMERS[:2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An SQLite file with its tables."""
    url = f"sqlite:///{tmp_path}/guichet.db"
    new_database(url).close()
    return url


def file_in(url: str, *places: str) -> float:
    """File one incident in each of these channels and return the time of day."""
    database = new_database(url)
    with database.transaction() as session:
        for place in places:
            file(session, at=datetime.now(UTC), place=place)
    database.close()
    return time.time()


def seen_at(slack: SlackProcess, channel: str) -> list[float]:
    """Return when each message with a reference was posted in a channel."""
    return [float(one["ts"]) for posts in slack.posts().values() for one in posts if one["channel"] == channel]


def check(url: str, slack: SlackProcess, *, messages: int) -> None:
    found = account(url, slack)
    assert (found.lost, found.twice, found.disordered) == ([], [], [])
    assert (found.due, found.once) == (messages, messages)


@pytest.mark.timeout(size(120, full=300))
class TestRetryAfter:
    """Slack's wish to wait counts for the channel that it names."""

    def test_is_obeyed_there_and_delays_nobody_else(self, url: str, slack_aside: SlackProcess) -> None:
        seconds = size(2, full=120)
        wait = {"Retry-After": str(seconds)}
        slack_aside.fault(method="chat.postMessage", status=429, headers=wait, channel=ONE)
        began = file_in(url, ONE, ANOTHER)
        with running(Options(url, slack_aside.url)):
            slack_aside.await_fault()
            await_all_said(url, seconds=20 + seconds)
        (another,), (one,) = seen_at(slack_aside, ANOTHER), seen_at(slack_aside, ONE)
        assert one - began > seconds
        assert one - another > seconds - 1
        check(url, slack_aside, messages=4)

    def test_of_a_storm_is_obeyed_each_time(self, url: str, slack_aside: SlackProcess) -> None:
        """Four in a row with one second each, in one channel: nothing is said there for four seconds."""
        slack_aside.fault(
            method="chat.postMessage", times=4, error="ratelimited", headers={"Retry-After": "1"}, channel=ONE
        )
        began = file_in(url, ONE, ANOTHER)
        with running(Options(url, slack_aside.url)):
            slack_aside.await_fault(times=4)
            await_all_said(url, seconds=20)
        assert seen_at(slack_aside, ONE)[0] - began > 4
        check(url, slack_aside, messages=4)


class TestServerErrors:
    """Slack takes messages without saying so, then answers nothing but errors: all is said once soon after."""

    def test_are_survived(self, url: str, slack_aside: SlackProcess) -> None:
        with running(Options(url, slack_aside.url)):
            slack_aside.fault(method="*", times=9, drop_after_accept=True)
            slack_aside.fault(method="*", times=1_000, status=503)  # Once those nine have happened.
            file_in(url, *MANY_CUSTOMERS)
            slack_aside.await_fault(times=9 + size(25, full=250), seconds=size(20, full=120))
            slack_aside.fault(clear=True)
            recovery = time.time()
            await_all_said(url, seconds=20)
        check(url, slack_aside, messages=10)
        assert 0 < account(url, slack_aside).backlog_said_in(recovery) < 6  # It waits 2 s at the most, not 40.


class TestPace:
    """A channel takes ten messages at once, then a number each second: here four, one in the product."""

    def test_is_kept_by_a_crowd(self, url: str, slack_aside: SlackProcess) -> None:
        crowd, delayed = size(20, full=60), 0.6
        file_in(url, *[ONE] * crowd)
        with running(Options(url, slack_aside.url, pace=4.0)):
            await_all_said(url, seconds=20 + crowd / 2)
        at = sorted(seen_at(slack_aside, ONE))
        for first in range(crowd - 10):
            for last in range(first + 10, crowd):
                assert at[last] - at[first] > (last - first - 9) / 4.0 - delayed
        check(url, slack_aside, messages=2 * crowd)


class TestHungCall:
    """One message that Slack lets hang delays no other."""

    def test_delays_no_other(self, url: str, slack_aside: SlackProcess) -> None:
        slack_aside.fault(method="chat.postMessage", times=1, status=500, hang=4.0, channel=ONE)
        file_in(url, ONE, *[ANOTHER] * 10)
        with running(Options(url, slack_aside.url, call_timeout=2.5, lease=8)):
            give_up = time.monotonic() + 15
            while len(seen_at(slack_aside, ANOTHER)) < 10:
                assert time.monotonic() < give_up
                time.sleep(0.05)
            assert seen_at(slack_aside, ONE) == []
            slack_aside.await_fault()
            await_all_said(url, seconds=20)
        others = seen_at(slack_aside, ANOTHER)
        assert seen_at(slack_aside, ONE)[0] - max(others) > 1
        check(url, slack_aside, messages=22)


class TestPoisonedRow:
    """A row of a kind that nobody knows is tried again and again, and holds up nothing but its own thread."""

    def test_holds_up_only_its_thread(self, url: str, slack_aside: SlackProcess) -> None:
        database, now = new_database(url), datetime.now(UTC)
        with database.transaction() as session:
            for thread in ("poisoned", "healthy"):
                for number in range(3):
                    notice(
                        session, dedup_key=f"{thread} {number}", lane=thread, at=now + timedelta(seconds=number / 100)
                    )
            poisoned = update(OutboxMessage).where(col(OutboxMessage.dedup_key) == "poisoned 0")
            session.exec(poisoned.values(kind="of a newer version"))
        database.close()
        with running(Options(url, slack_aside.url, lease=1.5, call_timeout=0.5)):
            give_up = time.monotonic() + 15
            while state(url, "healthy") != [("done",)] * 3 or attempts(url) < 1:
                assert time.monotonic() < give_up
                time.sleep(0.05)
        assert state(url, "poisoned") == [("pending",)] * 3


def state(url: str, thread: str) -> list[tuple[Any, ...]]:
    """Return the states of a thread's messages."""
    return query(url, f"SELECT state FROM outbox_message WHERE dedup_key LIKE '{thread}%' ORDER BY id")  # noqa: S608 - a constant


def attempts(url: str) -> int:
    """Return how often the poisoned message was tried."""
    return int(query(url, "SELECT attempts FROM outbox_message WHERE dedup_key = 'poisoned 0'")[0][0])


class TestRefusedLookUp:
    """Between a lost answer and the search for the message the bot is taken out of the channel, and invited again."""

    def test_is_no_reason_to_forget_that_it_may_be_there(self, url: str, slack_aside: SlackProcess) -> None:
        slack_aside.fault(method="chat.postMessage", drop_after_accept=True, channel=TRIAGE)
        slack_aside.fault(method="conversations.history", error="not_in_channel", channel=TRIAGE)
        file_in(url, ONE)
        with running(Options(url, slack_aside.url)):
            slack_aside.await_fault(times=2)
            give_up = time.monotonic() + 10
            while query(url, PARKED) != [("not_in_channel",)]:
                assert time.monotonic() < give_up
                time.sleep(0.05)
        database = new_database(url)
        with database.transaction() as session:
            assert retry_held_up(session, now=datetime.now(UTC)) == 1
        database.close()
        with running(Options(url, slack_aside.url)):
            await_all_said(url, seconds=20)
        check(url, slack_aside, messages=2)


PARKED = "SELECT last_error FROM outbox_message WHERE state = 'parked'"
