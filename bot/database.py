"""Where are the rows? `with transaction() as session:` to write, `with reading() as session:` to read.

PostgreSQL serves several processes at once, each with a pool of connections. Requests have their own share of them, so
that deliveries and jobs do not keep people waiting, or the reverse; within a share it is first come, first served.
SQLite gets one writing connection (BEGIN IMMEDIATE) behind a lock, and read-only readers: SQLAlchemy's default
mode loses updates silently, and SQLite before 3.51.3 can corrupt a file that several connections write
(sqlite.org/wal.html#the_wal_reset_bug).
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError
from sqlmodel import Session, func, select

from bot.busy import Busy, busy_where_others_are, turn
from bot.engines import BACKGROUND, POOL, POSTGRES_TIMEOUTS, REQUESTS, postgres_engine, sqlite_engine
from bot.fair_lock import FairLock
from bot.rules.refusal import Refusal
from bot.setup_error import SetupError
from bot.sqlite_file import InUse, Lost, SqliteFile
from models import Installation

Transaction = Callable[[], AbstractContextManager[Session]]

HAS_NEWS = "outbox has news"
"""Set in `session.info` when a commit gives the delivery something to do at once."""

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""SQLite's codes for a file that is no longer a database, for instance because another file was copied over it."""

log = logging.getLogger(__name__)


class DatabaseUnavailable(SetupError):
    """The database cannot be used; the sentence says why, and what to do."""


class DatabaseGone(Refusal):
    """The database is no longer there, so nothing can be confirmed; the program is about to end."""

    text = "refusal-database_gone"


class Database:
    """What both kinds of database have in common; requests use it by way of `RequestDatabase`."""

    writer: Engine
    """Connections that write."""
    reader: Engine
    """Connections that can only read."""
    place: str
    """Where the database is, for people to read; never with a password."""

    def __init__(self) -> None:
        self.on_news: Callable[[], None] = lambda: None
        """Called after a commit that gave the outbox something to do at once."""
        self.on_loss: Callable[[str], None] = lambda what: log.critical("The database is lost: %s.", what)
        """Called each time the database is found to be lost, with what has become of it."""
        self.writes = {True: FairLock(REQUESTS), False: FairLock(BACKGROUND)}
        """Locks of those who write: True for requests, False for everything else."""
        self.reads = {True: FairLock(REQUESTS), False: FairLock(BACKGROUND)}
        self._installation = ""

    @property
    def installation(self) -> str:
        """Return the identity of this database, which every message posted from it carries."""
        if not self._installation:
            with self.reading() as session:
                self._installation = session.exec(select(Installation.identity)).one()
        return self._installation

    def claim(self) -> None:
        """Make sure that this process may use the database; raise `DatabaseUnavailable` if it may not."""

    def check(self, *, is_committed: bool = False) -> None:
        """Raise `DatabaseGone` if what is about to be committed, or was just committed, is lost."""

    @contextmanager
    def transaction(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Yield a session that writes; commit at the end, or roll back if anything is raised.

        A request waits for its turn until `ends_waiting`, an instant of the monotonic clock. Raises `Busy` if its turn
        does not come in time, or if others are in the way.
        """
        with (
            turn(self.writes, ends_waiting),
            busy_where_others_are(),
            Session(self.writer, expire_on_commit=False) as session,
        ):
            yield session
            self.check()
            session.commit()
            self.check(is_committed=True)
            has_news = session.info.pop(HAS_NEWS, False)
        if has_news:
            self.on_news()

    @contextmanager
    def reading(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Yield a session that can only read; the rest is as for `transaction`."""
        with turn(self.reads, ends_waiting), busy_where_others_are(), Session(self.reader) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.reader.dispose()


class SqliteDatabase(Database):
    """One SQLite file: a single writer and several readers, in one process."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.path = Path(make_url(url).database or "").resolve()  # Two names of one file are one file.
        self.place = str(self.path)
        self.file = SqliteFile(self.path)
        address = make_url(url).set(database=self.place)
        self.writer = sqlite_engine(address, size=1, begin="BEGIN IMMEDIATE", pragmas={"synchronous": "FULL"})
        self.reader = sqlite_engine(address, size=POOL, begin="BEGIN", pragmas={"query_only": "ON"})
        self.writes = dict.fromkeys((True, False), FairLock())  # There is one writer, whoever it writes for.

    def claim(self) -> None:
        """Make this process the only one that writes to the file; raise `DatabaseUnavailable` if that is impossible."""
        try:
            self.file.claim()
        except InUse:
            raise DatabaseUnavailable(
                f"Another Guichet is already running on {self.path}: stop it first, "
                "or set DATABASE_URL to another file."
            ) from None
        except Lost as problem:
            raise DatabaseUnavailable(str(problem)) from None
        except OSError as problem:
            raise DatabaseUnavailable(
                f"{problem.filename or self.path.parent} cannot be written ({problem.strerror}): "
                "fix the permissions there, or set DATABASE_URL to a file elsewhere."
            ) from None

    @contextmanager
    def transaction(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Yield a session that writes; raise `DatabaseGone` if the file was replaced; the rest is as in `Database`."""
        with self._undamaged(), super().transaction(ends_waiting=ends_waiting) as session:
            yield session

    @contextmanager
    def reading(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Yield a session that can only read; raise `DatabaseGone` if the file was replaced."""
        self._refuse(self.file.loss)  # A new connection would open the file that has replaced it.
        with self._undamaged(), super().reading(ends_waiting=ends_waiting) as session:
            yield session

    def check(self, *, is_committed: bool = False) -> None:
        """Raise `DatabaseGone` if the file was replaced, or changed by others; only this thread may be writing."""
        self._refuse(self.file.loss)
        if is_committed:
            self.file.note_change()
        else:
            self._refuse(self.file.damage)

    def _refuse(self, look: Callable[[], str | None]) -> None:
        try:
            loss = look()
        except OSError as problem:  # It cannot be known just now, which is neither yes nor no.
            raise Busy from problem
        if loss:
            self.on_loss(loss)
        if self.file.is_lost:
            raise DatabaseGone

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """Raise `DatabaseGone` instead of the driver's error if the file is no longer a database."""
        try:
            yield
        except DatabaseError as problem:
            code = getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF  # The higher bits only refine it.
            if code not in DAMAGED or not self.file.is_watched:
                raise
            self.file.is_lost = True
            self.on_loss(f"{self.path} is damaged ({problem.orig})")
            raise DatabaseGone from problem

    def close(self) -> None:
        """Close all connections and release the file; connections to a lost file are left as they are."""
        if not self.file.is_lost:
            super().close()
        self.file.release()


class PostgresDatabase(Database):
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: str) -> None:
        super().__init__()
        address = make_url(url).set(drivername="postgresql+psycopg")
        self.place = f"PostgreSQL {address.host or address.query.get('host', '')}/{address.database}"
        self.writer = postgres_engine(address, options=POSTGRES_TIMEOUTS)
        # Autocommit: no transaction stays open while results are worked on, and each statement is one round trip.
        only_reads = f"{POSTGRES_TIMEOUTS} -c default_transaction_read_only=on"
        self.reader = postgres_engine(address, options=only_reads).execution_options(isolation_level="AUTOCOMMIT")
        self._expected: str | None = None
        for engine in (self.writer, self.reader):
            event.listen(engine, "connect", self._refuse_another)

    def watch(self) -> None:
        """Remember which database this is; a new connection must lead to the same one from now on."""
        self._expected = self.installation

    def _refuse_another(self, connection: Any, _record: object) -> None:
        """Raise `DatabaseGone` if a new connection, as after a restart of the server, finds another database."""
        if self._expected is None:
            return
        there = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'installation'"
        identity = "SELECT identity FROM installation"
        found = connection.execute(there).fetchone() and connection.execute(identity).fetchone()
        connection.rollback()
        if found != (self._expected,):
            self.on_loss(f"{self.place} was replaced by another database")
            raise DatabaseGone

    def claim(self) -> None:
        """Make sure that the server answers; raise `DatabaseUnavailable` if it does not."""
        try:
            with self.writer.connect():
                pass
        except SQLAlchemyError as problem:
            reason = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
            raise DatabaseUnavailable(
                f"{self.place} cannot be reached ({reason}): check DATABASE_URL and that the server is running."
            ) from None


class Numbered(Protocol):
    """A row that the database numbers."""

    id: int | None


def id_of(row: Numbered) -> int:
    """Return the number of a stored row."""
    assert row.id is not None  # noqa: S101 - the database numbers a row when it is flushed
    return row.id


def flush_or(session: Session, refusal: Exception) -> None:
    """Flush the session; raise `refusal` if somebody else has just stored what there can be only one of."""
    try:
        session.flush()
    except IntegrityError:
        raise refusal from None


def lock_name(session: Session, name: str) -> None:
    """Keep everybody else who locks this name waiting until the commit; on SQLite the transaction does so already."""
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def open_database(url: str) -> Database:
    """Return the database of a DATABASE_URL that begins with sqlite:/// or postgresql://."""
    return SqliteDatabase(url) if url.startswith("sqlite:") else PostgresDatabase(url)
