"""Slack tells how many connections there are: more than the replicas of this database, twice, are another program's."""

import time
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.database import Database
from bot.jobs.auditor import Auditor
from bot.jobs.count_connections import CONFIRM_AFTER_S, ConnectionCount, Hello
from bot.jobs.record_heartbeat import HeartbeatJob
from bot.rules.workspace import Workspace
from models import Heartbeat
from tests.jobs.test_auditor import StoppedClock, count


class Connection:
    """A connection on which Slack says what it is told to."""

    def __init__(self) -> None:
        self.hello: Hello | None = None
        self.renewed = 0

    def renew(self) -> None:
        """Count."""
        self.renewed += 1


@pytest.fixture
def clock(now: datetime) -> StoppedClock:
    return StoppedClock(now)


@pytest.fixture
def connection() -> Connection:
    return Connection()


@pytest.fixture
def counting(database: Database, clock: Clock, connection: Connection) -> ConnectionCount:
    return ConnectionCount(database, clock, transport=lambda: connection)


def ago(seconds: float, connections: int) -> Hello:
    return Hello(connections, time.monotonic() - seconds)


def noted(database: Database) -> dict[str, int] | None:
    """Return the facts noted about another program's connections; None if there are none."""
    with database.reading() as session:
        found = session.get(Heartbeat, "other connection")
        return found.facts if found else None


def connect(database: Database, clock: Clock, *names: str) -> None:
    """Let so many processes be connected on this database."""
    for name in names:
        HeartbeatJob(database, clock, last_sweep=time.monotonic, is_connected=lambda: True, replica=name).run()


def test_one_count_proves_nothing_and_a_second_one_is_asked_for_later(
    database: Database, connection: Connection, counting: ConnectionCount
) -> None:
    """The connection of a process that was killed a moment ago is still counted."""
    counting.run()
    connection.hello = ago(0, 2)
    counting.run()
    counting.run()
    assert connection.renewed == 0
    connection.hello = ago(0, 1)
    counting.run()

    assert (connection.renewed, noted(database)) == (0, None)


def test_a_second_count_tells_the_managers_once(
    database: Database, workspace: Workspace, clock: StoppedClock, connection: Connection, counting: ConnectionCount
) -> None:
    connection.hello = ago(CONFIRM_AFTER_S + 1, 2)
    counting.run()
    counting.run()
    assert (connection.renewed, noted(database)) == (1, None)
    connection.hello = ago(0, 2)
    counting.run()
    for _ in range(2):
        Auditor(database, workspace=workspace, clock=clock, is_connected=lambda: True).run()

    assert noted(database) == {"connections": 2, "ours": 1}
    assert count(database, "trouble_notice") == 1


def test_replicas_of_the_same_database_are_ours(
    database: Database, clock: StoppedClock, connection: Connection, counting: ConnectionCount
) -> None:
    """Three that are connected, and a fourth that has not been for two minutes."""
    connect(database, clock, "gone:4")
    clock.at_now += timedelta(minutes=2)
    connect(database, clock, "here:1", "here:2", "there:1")
    for connections, expected in ((3, None), (4, {"connections": 4, "ours": 3})):
        for _ in range(2):
            connection.hello = ago(CONFIRM_AFTER_S + 1, connections)
            counting.run()
        assert noted(database) == expected


def test_processes_that_ended_are_forgotten(database: Database, clock: StoppedClock) -> None:
    connect(database, clock, "gone:4")
    clock.at_now += timedelta(days=2)
    connect(database, clock, "here:1")

    with database.reading() as session:
        assert session.get(Heartbeat, "replica gone:4") is None
        assert session.get(Heartbeat, "replica here:1") is not None
