"""Processes are killed at random moments while Slack fails: every message is seen exactly once all the same."""

from pathlib import Path

import pytest

from tests.faults.storm import Outcome, storm


def check(outcome: Outcome, *, messages: int, kills: int) -> None:
    assert outcome.kills == kills
    assert sum(outcome.faults.values()) > 5
    assert outcome.account.lost == []
    assert outcome.account.twice == []
    assert outcome.account.disordered == []
    assert outcome.account.due == outcome.account.once == messages


@pytest.mark.timeout(110)
class TestKills:
    """The full size: `python -m tests.faults.long_run`."""

    def test_of_the_only_process_on_sqlite(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/guichet.db"
        check(storm(url, messages=100, kills=12, replicas=1), messages=100, kills=12)

    def test_of_three_processes_on_postgres(self, postgres_url: str) -> None:
        check(storm(postgres_url, messages=150, kills=15, replicas=3), messages=150, kills=15)
