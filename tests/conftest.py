"""What most tests stand on: a database with tables, a desk, a policy and some people."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from bot.database import Database
from bot.demo.local_slack import CannotFetch, executable
from bot.migrate import migrate
from bot.policy import Policy, read_policy
from bot.rules.desk import Desk
from bot.rules.person import Person

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Monday 23 November 2026, 9:00 in Paris: the calendar has just opened."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite file with every table."""
    database = Database(f"sqlite:///{tmp_path}/guichet.db")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def policy() -> Policy:
    """The built-in contract."""
    return read_policy(None)


@pytest.fixture
def desk() -> Desk:
    """A desk with one manager that speaks English in its channels."""
    return Desk(triage_channel="C0TRIAGE", managers=("U0MAX",), locale="en")


@pytest.fixture
def now() -> datetime:
    """Monday, 9:00 in Paris."""
    return MONDAY_NINE


@pytest.fixture
def alice() -> Person:
    """A customer."""
    return Person("U0ALICE", "Alice Martin", "en", "Europe/Paris")


@pytest.fixture
def theo() -> Person:
    """A technician."""
    return Person("U0THEO", "Theo Roux", "fr", "Europe/Paris", is_technician=True)


@pytest.fixture
def tess() -> Person:
    """Another technician."""
    return Person("U0TESS", "Tess Petit", "en", "Europe/Paris", is_technician=True)


@pytest.fixture(scope="session")
def local_slack_program() -> Path:
    """The local workspace's program, fetched if need be; where that cannot be, the test is skipped, but never in CI."""
    try:
        return executable()
    except CannotFetch as reason:
        return missing(str(reason))


def missing(reason: str) -> NoReturn:
    """Skip a test that needs a program this machine lacks; in CI everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
