"""A process dies at each point of the protocol, on each kind of database; a second one takes over."""

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bot_process import DIED, POINTS, Options
from tests.faults.load import account, acknowledge, await_all_said, file, new_database, notice, query, waiting
from tests.faults.size import size
from tests.faults.slack_process import SlackProcess
from tests.faults.storm import running
from tests.lent_postgres import LentDatabase

QUICK = size({"lease": 1.5, "call_timeout": 0.5, "wait": 0.2}, full={"lease": 12.0, "call_timeout": 2.0, "wait": 5.0})
LAG = size(0.6, full=10.0)
"""Seconds until Slack's history shows a post: less than a lease."""
PATIENCE = size(20, full=90)
DELIVERING = [point for point in POINTS if point != "after idempotency key"]
SLEEPING = size(DELIVERING[:3], full=DELIVERING)
"""Before done, the sleeper holds a row until PostgreSQL ends its transaction after ten seconds."""


def arrange(url: str) -> int:
    """Arrange two incidents, one of them acknowledged, and a notice, and return how many posts that makes."""
    database, now = new_database(url), datetime.now(UTC)
    with database.transaction() as session:
        file(session, at=now)
        acknowledge(session, file(session, at=now), at=now)
        notice(session, dedup_key="1", lane="1", at=now)
    database.close()
    return 7


def die_then_go_on(url: str, slack: SlackProcess, point: str) -> None:
    """Let one process die at the point, and another one say all."""
    with running(Options(url, slack.url, fail_at=point, **QUICK)) as (dying,):
        dying.join(PATIENCE)
        assert dying.exitcode == DIED
    with running(Options(url, slack.url, **QUICK)):
        await_all_said(url, seconds=PATIENCE)


class TestDeath:
    """Wherever a process dies, every message is seen exactly once."""

    @pytest.mark.parametrize("point", DELIVERING)
    def test_loses_and_repeats_nothing(self, ready_url: str, slack_aside: SlackProcess, point: str) -> None:
        messages = arrange(ready_url)
        die_then_go_on(ready_url, slack_aside, point)
        found = account(ready_url, slack_aside)
        assert (found.lost, found.twice, found.disordered) == ([], [], [])
        assert (found.due, found.once) == (messages, messages)
        assert len(query(ready_url, "SELECT id FROM card")) == 4

    def test_would_repeat_up_to_one_message_per_worker_without_metadata(
        self, tmp_path: Path, slack_aside: SlackProcess
    ) -> None:
        """The honest other side: what Slack hides from its own history is posted once more."""
        url = f"sqlite:///{tmp_path}/guichet.db"
        messages = arrange(url)
        slack_aside.post("setup", hides_metadata=True)
        die_then_go_on(url, slack_aside, "after accept")
        found = account(url, slack_aside)
        assert found.lost == []
        assert found.due == messages
        assert 1 <= len(found.twice) <= 5  # Five threads, so at most five were on their way.

    def test_repeats_nothing_when_slack_shows_posts_late(self, tmp_path: Path, slack_aside: SlackProcess) -> None:
        """A post is seen in the history late; whoever takes over waits for the end of the lease."""
        url = f"sqlite:///{tmp_path}/guichet.db"
        messages = arrange(url)
        slack_aside.post("setup", lag=LAG)
        die_then_go_on(url, slack_aside, "after accept")
        reads = [call for call in slack_aside.state()["calls"] if call["args"].get("include_all_metadata")]
        assert reads
        found = account(url, slack_aside)
        assert (found.lost, found.twice, found.once) == ([], [], messages)


class TestSleep:
    """A process that stands still for longer than its lease writes nothing and repeats nothing when it wakes."""

    @pytest.mark.parametrize("point", SLEEPING)
    def test_is_noticed_by_the_sleeper(
        self, lent_postgres: LentDatabase, slack_aside: SlackProcess, point: str
    ) -> None:
        url = lent_postgres.url
        messages = arrange(url)
        with running(Options(url, slack_aside.url, stop_at=point, workers=1, **QUICK)) as (sleeper,):
            give_up = time.monotonic() + 10
            while not is_stopped(sleeper.pid):
                assert time.monotonic() < give_up, "it did not come to the point"
                time.sleep(0.02)
            with running(Options(url, slack_aside.url, **QUICK)):
                await_all_said(url, seconds=PATIENCE)
                before = rows(url)
                assert waiting(url) == 0
            os.kill(sleeper.pid, signal.SIGCONT)
            time.sleep(0.7)
            assert sleeper.is_alive()
        assert rows(url) == before
        found = account(url, slack_aside)
        assert (found.lost, found.twice, found.once) == ([], [], messages)
        assert len(query(url, "SELECT id FROM card")) == 4


def is_stopped(pid: int) -> bool:
    """Is the process stopped?"""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "T"


def rows(url: str) -> list[tuple[Any, ...]]:
    """Return everything that a process with a stale lease could change."""
    return query(url, "SELECT id, state, done_at, sent_ts, attempts, lease_token FROM outbox_message ORDER BY id")
