"""What most tests stand on: a database with tables, a desk, a policy and some people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database import Database
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
