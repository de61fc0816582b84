"""Fixtures that most tests use: a database with tables, a workspace, a policy and some people."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn
from uuid import uuid4

import freezegun.api
import psycopg
import pytest
from hypothesis import settings

from bot.database import Database, open_database
from bot.demo.local_slack import CannotFetch, executable
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from tests import shared_dialects
from tests.contexts import POLICY
from tests.dated_modules import use_dated_modules
from tests.lent_postgres import Lender, LentDatabase
from tests.templates import copy_sqlite, database_of, drop_postgres

settings.register_profile("guichet", deadline=None)  # A busy machine is no reason to fail.
settings.load_profile("guichet")
# Only `threading` itself gets the real time, not code that it has called, as in the thread of a pool.
freezegun.api.call_stack_inspection_limit = 1
# Comparing the names in a module with those seen last time takes longer than counting them.
freezegun.api._get_module_attributes_hash = lambda module: f"{id(module)} {len(module.__dict__)}"
use_dated_modules()
shared_dialects.register()


MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Monday 23 November 2026, 9:00 in Paris: the calendar has just opened."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, on a socket in a temporary folder.

    Not in pytest's own folder: of those, only the three newest on a machine are kept.
    """
    with TemporaryDirectory(prefix="guichet-postgres-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # pgserver warns if this is not set.
        import pgserver  # noqa: PLC0415 - it looks at the environment when it is imported

        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        _trade_safety_for_speed(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _trade_safety_for_speed(server: str) -> None:
    """Never wait for the disk: no test needs to survive a crash of the machine (databases are made 4 times as fast).

    Autovacuum is off too: it started a process for each database every minute, and query plans changed because of it.
    """
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")  # The WAL may be stored in memory.
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The URL of a new, empty database on the PostgreSQL server."""
    name = f"guichet_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield database_of(postgres, name)
    drop_postgres(postgres, name)


@pytest.fixture(scope="session")
def lender(postgres: str) -> Iterator[Lender]:
    """Lends prepared databases on the PostgreSQL server."""
    lender = Lender(postgres)
    yield lender
    lender.close()


@pytest.fixture
def lent_postgres(lender: Lender) -> Iterator[LentDatabase]:
    """A database with every table on the PostgreSQL server, in the state of a new one."""
    lent = lender.lend()
    yield lent
    lender.take_back(lent)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/guichet.db"


@pytest.fixture(params=["sqlite", "postgres"])
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database with every table, of each kind."""
    if request.param == "postgres":
        lent: LentDatabase = request.getfixturevalue("lent_postgres")
        return lent.url
    return copy_sqlite(tmp_path / "guichet.db")


@pytest.fixture
def database(request: pytest.FixtureRequest, ready_url: str) -> Iterator[Database]:
    """A new database with every table, of each kind."""
    if ready_url.startswith("postgresql:"):
        lent: LentDatabase = request.getfixturevalue("lent_postgres")
        yield lent.database()
        return
    database = open_database(ready_url)
    yield database
    database.close()


@pytest.fixture
def policy() -> Policy:
    """The built-in contract."""
    return POLICY


@pytest.fixture
def workspace() -> Workspace:
    """A workspace with one manager that speaks English in its channels."""
    return Workspace(triage_channel="C0TRIAGE", managers=("U0MAX",), locale="en")


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
    """The local workspace's program, downloaded if necessary; if that fails, the test is skipped, or fails in CI."""
    try:
        return executable()
    except CannotFetch as reason:
        return missing(str(reason))


def missing(reason: str) -> NoReturn:
    """Skip a test that needs a program this machine lacks; in CI, fail it instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
