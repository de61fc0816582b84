"""The database fails while somebody files: the form says so, and nothing is half stored."""

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from sqlmodel import select

from bot.app import Guichet
from bot.database import POOL, SqliteDatabase
from models import Event, Incident, OutboxMessage, Receipt
from tests.journeys.desk import ANSWERS, CUSTOMERS
from tests.people import People


def stored(guichet: Guichet) -> dict[str, int]:
    """Return how many rows there are of all that filing writes."""
    with guichet.database.reading() as session:
        return {
            table.__name__: len(session.exec(select(table)).all())
            for table in (Incident, Event, OutboxMessage, Receipt)
        }


@contextmanager
def locked_file(guichet: Guichet) -> Iterator[None]:
    """Another program writes to the file for a long time."""
    assert isinstance(guichet.database, SqliteDatabase)
    other = sqlite3.connect(guichet.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()


@contextmanager
def full_disk(guichet: Guichet) -> Iterator[None]:
    """No file of this process may grow: writing fails as on a full disk."""
    assert isinstance(guichet.database, SqliteDatabase)
    write_ahead = Path(f"{guichet.database.path}-wal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (write_ahead.stat().st_size, limits[1]))
    probe = write_ahead.with_name("probe")
    with pytest.raises(OSError, match="too large"):
        probe.write_bytes(b"x" * (write_ahead.stat().st_size + 1))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, former)


@contextmanager
def exhausted_pool(guichet: Guichet) -> Iterator[None]:
    """Every connection is in use."""
    with ExitStack() as taken:
        size = 1 if isinstance(guichet.database, SqliteDatabase) else POOL
        for _ in range(size):
            taken.enter_context(guichet.database.writer.connect())
        yield


@contextmanager
def cut_connections(guichet: Guichet) -> Iterator[None]:
    """PostgreSQL stops answering new connections and ends those there are."""
    url = guichet.settings.database_url
    name = make_url(url).database
    with administrator(url) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        ended = server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        assert ended.fetchall()
        yield
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def administrator(url: str) -> Iterator[Any]:
    """A connection to the server beside the database."""
    target = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(target, autocommit=True) as server:
        yield server


SQLITE: dict[str, Callable[[Guichet], Any]] = {
    "locked": locked_file,
    "disk full": full_disk,
    "pool exhausted": exhausted_pool,
}
POSTGRES: dict[str, Callable[[Guichet], Any]] = {"pool exhausted": exhausted_pool, "server gone": cut_connections}


class TestFiling:
    """What was typed stays in the form, which says that it failed; sent once more, it is stored once."""

    @pytest.mark.parametrize("failure", SQLITE)
    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_on_sqlite(self, guichet: Guichet, people: People, failure: str) -> None:
        self.check(guichet, people, SQLITE[failure])

    @pytest.mark.parametrize("failure", POSTGRES)
    @pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
    def test_on_postgres(self, guichet: Guichet, people: People, failure: str) -> None:
        self.check(guichet, people, POSTGRES[failure])

    def check(self, guichet: Guichet, people: People, failing: Callable[[Guichet], Any]) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        before = stored(guichet)
        with failing(guichet):
            refused = alice.submit(ANSWERS)
        (said,) = refused.errors.values()
        assert said.startswith("Something went wrong on our side")
        assert stored(guichet) == before
        assert alice.submit().ok
        after = stored(guichet)
        assert (after["Incident"], after["Receipt"]) == (1, 1)
        assert after["OutboxMessage"] > 2


class TestRestart:
    """PostgreSQL was restarted: connections that were open are gone."""

    @pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
    def test_is_not_noticed_by_who_files(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        with cut_connections(guichet):
            pass
        assert alice.submit(ANSWERS).ok
        assert stored(guichet)["Incident"] == 1
