"""Processes are killed at random moments while Slack fails: every message is seen exactly once all the same."""

from pathlib import Path

import pytest

from tests.faults.storm import Outcome, storm
from tests.lent_postgres import LentDatabase

RECOVERY = 15.0
"""Seconds; a bot waits 2 s at the most between two tries, 40 in the product, where the promise is 60."""


def check(outcome: Outcome, *, messages: int, kills: int) -> None:
    assert outcome.kills == kills
    assert outcome.interrupted >= kills / 4
    assert sum(outcome.faults.values()) >= 5
    assert outcome.account.lost == []
    assert outcome.account.twice == []
    assert outcome.account.disordered == []
    assert outcome.account.due == outcome.account.once == messages + messages // 10 == outcome.messages
    assert outcome.account.lateness()[0] > 0
    assert len(outcome.account.lateness(since=outcome.recovery)) > 3
    assert outcome.account.backlog_said_in(outcome.recovery) < RECOVERY


@pytest.mark.timeout(600)
class TestKills:
    """The full size: `python -m tests.faults.long_run --only storm`."""

    def test_of_the_only_process_on_sqlite(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/guichet.db"
        check(storm(url, messages=100, kills=12, replicas=1, badness=3), messages=100, kills=12)

    def test_of_three_processes_on_postgres(self, lent_postgres: LentDatabase) -> None:
        check(storm(lent_postgres.url, messages=150, kills=15, replicas=3, badness=3), messages=150, kills=15)
