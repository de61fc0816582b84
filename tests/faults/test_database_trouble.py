"""The database fails while somebody files: the form says so, and nothing is half stored."""

import itertools
import re
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, exc
from sqlmodel import Session, select

from bot.app import Guichet
from bot.database import SqliteDatabase
from bot.engines import POOL
from models import Event, IdempotencyKey, Incident, OutboxMessage
from tests.fake_slack import FakeSlack
from tests.faults.load import new_database
from tests.faults.postgres import Server, postgres_server
from tests.faults.size import IS_FULL, size
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS
from tests.people import People, Person

SLACK_WAITS = 3.0
BUSY = "Guichet is very busy at the moment"
MOUNT = ("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "none")


def stored(guichet: Guichet) -> dict[str, int]:
    """Return how many rows there are of all that filing writes."""
    with guichet.database.reading() as session:
        return {
            table.__name__: len(session.exec(select(table)).all())
            for table in (Incident, Event, OutboxMessage, IdempotencyKey)
        }


@contextmanager
def locked(guichet: Guichet) -> Iterator[None]:
    """Another program writes for a long time."""
    if isinstance(guichet.database, SqliteDatabase):
        other = sqlite3.connect(guichet.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(guichet.settings.database_url)
        other.execute("LOCK TABLE incident IN ACCESS EXCLUSIVE MODE")
    with closing(other):  # Which undoes what it had begun.
        yield


@contextmanager
def no_more_growth(guichet: Guichet) -> Iterator[None]:
    """No file of this process may grow: writing fails as on a full disk."""
    write_ahead = Path(f"{file_of(guichet)}-wal")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (write_ahead.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, former)


@contextmanager
def full_disk(guichet: Guichet) -> Iterator[None]:
    """Somebody else fills the disk to the last byte."""
    rubbish = file_of(guichet).with_name("rubbish")
    with rubbish.open("wb", buffering=0) as heap, pytest.raises(OSError, match="No space left"):
        heap.writelines(itertools.repeat(b"x" * 512))
    yield
    rubbish.unlink()


@contextmanager
def exhausted_pool(guichet: Guichet) -> Iterator[None]:
    """Every connection is in use."""
    with ExitStack() as taken:
        size = 1 if isinstance(guichet.database, SqliteDatabase) else POOL
        for _ in range(size):
            taken.enter_context(guichet.database.writer.connect())
        with pytest.raises(exc.TimeoutError):
            guichet.database.writer.connect()
        yield


def file_of(guichet: Guichet) -> Path:
    """Return the file of an SQLite database."""
    assert isinstance(guichet.database, SqliteDatabase)
    return guichet.database.path


def check(
    guichet: Guichet,
    people: People,
    failing: Callable[[Guichet], Any],
    reason: str,
    *,
    seconds: float = 0,
    told: str = "Something went wrong on our side",
) -> None:
    """Let somebody file while the database fails for this reason, for so long, and then once more."""
    reasons: list[str] = []
    for engine in (guichet.database.writer, guichet.database.reader):  # Whoever files is looked up first.
        event.listen(engine, "handle_error", lambda why: reasons.append(str(why.original_exception)))
    alice = people["U0ALICE"]
    assert alice.command("/incident", channel=CUSTOMERS).ok
    alice.fill(ANSWERS)
    before = stored(guichet)
    with failing(guichet):
        tries = submit_in_vain(alice, seconds=seconds, told=told)
    assert stored(guichet) == before
    assert alice.submit().ok
    after = stored(guichet)
    assert (after["Incident"], after["IdempotencyKey"]) == (1, 1)
    assert after["OutboxMessage"] > 2
    assert sum(bool(re.search(reason, why)) for why in reasons) >= tries or failing is exhausted_pool


def submit_in_vain(person: Person, *, seconds: float, told: str) -> int:
    """Send the form for so long, and return how often; each time it must say at once that it failed."""
    began, tries = time.monotonic(), 0
    while not tries or time.monotonic() - began < seconds:
        sent = time.monotonic()
        (said,) = person.submit().errors.values()
        assert said.startswith(told)
        assert time.monotonic() - sent < SLACK_WAITS
        tries += 1
    return tries


class TestFiling:
    """What was typed stays in the form, which says that it failed; sent once more, it is stored once."""

    def test_in_a_locked_database(self, guichet: Guichet, people: People) -> None:
        check(guichet, people, locked, "locked|lock timeout", seconds=size(0, full=30), told=BUSY)

    def test_without_a_free_connection(self, guichet: Guichet, people: People) -> None:
        check(guichet, people, exhausted_pool, "", told=BUSY)

    @pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
    def test_in_a_file_that_cannot_grow(self, guichet: Guichet, people: People) -> None:
        check(guichet, people, no_more_growth, "disk I/O error|full")

    if IS_FULL:

        def test_on_a_full_disk(self, slack: FakeSlack, small_disk: Path) -> None:
            with journey.program(slack, small_disk) as guichet:
                check(guichet, People(guichet.bolt, slack, journey.SECRET), full_disk, "disk is full|disk I/O error")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; only who is root can have one."""
    if subprocess.run([*MOUNT, tmp_path], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield tmp_path
    finally:
        subprocess.run(["/bin/umount", tmp_path], check=True)


class TestLostConfirmation:
    """The database commits, and the connection breaks before it can say so: sent again, the form counts once."""

    def test_is_one_incident(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok

        with lost_confirmation():
            refused = alice.submit(ANSWERS)
        assert refused.errors
        assert stored(guichet)["Incident"] == 1
        assert alice.submit().ok
        assert stored(guichet)["Incident"] == 1


@contextmanager
def lost_confirmation() -> Iterator[None]:
    """Whoever commits learns of an error, although it is done."""

    def lose(_session: Session) -> None:
        raise exc.OperationalError("COMMIT", {}, ConnectionResetError())

    event.listen(Session, "after_commit", lose)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", lose)


class TestRestart:
    """A PostgreSQL server of its own stops and starts."""

    def test_is_survived(self, slack: FakeSlack, tmp_path: Path, server: Server) -> None:
        new_database(server.url).close()
        with journey.program(slack, tmp_path, database_url=server.url) as guichet:
            people = People(guichet.bolt, slack, journey.SECRET)
            check(guichet, people, lambda _: stopped(server), "connection|terminat", seconds=size(0, full=30))
            assert people["U0ALICE"].command("/incident", channel=CUSTOMERS).ok
            with stopped(server):
                pass
            assert people["U0ALICE"].submit(ANSWERS).ok  # Who files afterwards does not notice.
            assert stored(guichet)["Incident"] == 2


@pytest.fixture
def server(postgres: str) -> Iterator[Server]:
    """A PostgreSQL server for this test alone, apart from that of the other tests."""
    assert postgres
    with postgres_server() as server:
        assert server.url != postgres
        yield server


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """The server is stopped without notice, as if it had been killed, and started again."""
    former = server.pid
    server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)
    try:
        yield
    finally:
        server.start()
    assert server.pid != former
