"""Where are the rows? `with transaction() as session:` to write, `with reading() as session:` to read.

PostgreSQL serves several processes at once, each with a pool of connections. Requests have their own share of them, so
that neither deliveries nor jobs keep people waiting, nor people them; within a share it is first come, first served.
SQLite gets one writing connection (BEGIN IMMEDIATE) behind a lock, and read-only readers: SQLAlchemy's default
mode loses updates silently, and SQLite before 3.51.3 can corrupt a file that several connections write
(sqlite.org/wal.html#the_wal_reset_bug).
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import URL, Engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, create_engine, func, select

from bot.fair_lock import FairLock
from bot.rules.refusal import Refusal
from bot.setup_error import SetupError

Transaction = Callable[[], AbstractContextManager[Session]]

HAS_NEWS = "outbox has news"
"""Set in `session.info` when a commit gives the delivery something to do at once."""

WAIT_FOR_LOCK_S = 1.0
"""Seconds that work in the background waits for its turn; it is tried again later."""
WAIT_OF_REQUEST_S = 2.0
"""Seconds after the work on a request began in which it waits for a connection: Slack waits three for the answer."""
WAIT_OF_EVENT_S = 10.0
"""The same for an event, which nobody watches: Slack sends it again, but three times only."""
BUSY_TIMEOUT_MS = 1_000
"""Maximum milliseconds that SQLite waits for a lock of another process."""
REQUESTS, BACKGROUND = 5, 3
"""Connections for requests, and those for all else: deliveries, jobs and commands. In one process more would wait for
each other: the interpreter runs one thread at a time."""
POOL = REQUESTS + BACKGROUND
"""Connections to read, and as many to write on PostgreSQL."""
OWNER_ONLY = 0o600
"""What customers type is nobody else's on this machine; a file that is there keeps its rights."""
BUSY_STATES = frozenset({"55P03", "57014", "40P01", "40001", "53300"})
"""PostgreSQL's codes for what may be tried again: lock not available, time is up, deadlock, conflict, too many
connections (postgresql.org/docs/current/errcodes-appendix.html)."""
POSTGRES_TIMEOUTS = "-c statement_timeout=2500 -c lock_timeout=1500 -c idle_in_transaction_session_timeout=10000"
"""In milliseconds. Nothing may hold a row for long, and Slack waits three seconds for us."""


class DatabaseUnavailable(SetupError):
    """The database cannot be used; the sentence says why, and what to do."""


class Busy(Refusal):
    """The database is busy, and to wait longer would be too late. Nothing was written, and it may be tried again."""

    text = "refusal-busy"


class Database:
    """What both kinds of database have in common: `transaction` and `reading` for all that is no request."""

    writer: Engine
    """Connections that write."""
    reader: Engine
    """Connections that can only read."""
    place: str
    """Where it is, for people to read; never a password."""

    def __init__(self) -> None:
        self.on_news: Callable[[], None] = lambda: None
        """Called after a commit that gave the outbox something to do at once."""
        self.writes = {True: FairLock(REQUESTS), False: FairLock(BACKGROUND)}
        """Who may write, by whether it is for a request."""
        self.reads = {True: FairLock(REQUESTS), False: FairLock(BACKGROUND)}

    def claim(self) -> None:
        """Make sure that this process may use the database; raise `DatabaseUnavailable` if it may not."""

    @contextmanager
    def transaction(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Give a session that writes; commit at the end, or undo everything if anything was raised.

        A request ends waiting at that instant of the monotonic clock. Raises `Busy` where it must.
        """
        with (
            _turn(self.writes, ends_waiting),
            _busy_where_others_are(),
            Session(self.writer, expire_on_commit=False) as session,
        ):
            yield session
            session.commit()
            has_news = session.info.pop(HAS_NEWS, False)
        if has_news:
            self.on_news()

    @contextmanager
    def reading(self, *, ends_waiting: float | None = None) -> Iterator[Session]:
        """Give a session that can only read; the rest is as for `transaction`."""
        with _turn(self.reads, ends_waiting), _busy_where_others_are(), Session(self.reader) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.reader.dispose()


class RequestDatabase:
    """The database as one request uses it: on connections for requests, and only while Slack waits for the answer."""

    def __init__(self, database: Database, *, ends_waiting: float) -> None:
        """Prepare; `ends_waiting` is an instant of the monotonic clock."""
        self._database = database
        self._ends_waiting = ends_waiting

    def transaction(self) -> AbstractContextManager[Session]:
        """Give a session that writes; raise `Busy` where its turn does not come in time."""
        return self._database.transaction(ends_waiting=self._next_end())

    def reading(self) -> AbstractContextManager[Session]:
        """Give a session that can only read; raise `Busy` where its turn does not come in time."""
        return self._database.reading(ends_waiting=self._next_end())

    def _next_end(self) -> float:
        """Return when the next wait ends: each may last a little, or the work so far would be for nothing."""
        return max(self._ends_waiting, time.monotonic() + WAIT_FOR_LOCK_S)


@contextmanager
def _turn(locks: dict[bool, FairLock], ends_waiting: float | None) -> Iterator[None]:
    """Wait until it is this thread's turn; raise `Busy` if it does not come in time."""
    is_request = ends_waiting is not None
    seconds = WAIT_FOR_LOCK_S if ends_waiting is None else ends_waiting - time.monotonic()
    if not locks[is_request].acquire(timeout=seconds):
        raise Busy
    try:
        yield
    finally:
        locks[is_request].release()


@contextmanager
def _busy_where_others_are() -> Iterator[None]:
    """Raise `Busy` instead of what the driver raises where others were in the way."""
    try:
        yield
    except (OperationalError, NoConnection) as problem:
        if not _is_busy(problem):
            raise
        raise Busy from problem


def _is_busy(problem: OperationalError | NoConnection) -> bool:
    """Were others in the way, so that it may go well in a moment?"""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return isinstance(problem, NoConnection) or getattr(cause, "sqlstate", None) in BUSY_STATES


class SqliteDatabase(Database):
    """One SQLite file: a single writer and several readers, in one process."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.path = Path(make_url(url).database or "").resolve()  # Two names of one file are one file.
        self.place = str(self.path)
        self.writer = _sqlite_engine(url, size=1, begin="BEGIN IMMEDIATE", pragmas={"synchronous": "FULL"})
        self.reader = _sqlite_engine(url, size=POOL, begin="BEGIN", pragmas={"query_only": "ON"})
        self.writes = dict.fromkeys((True, False), FairLock())  # There is one writer, whoever it writes for.
        # The thread that closes the database need not be the one that claimed the file.
        self._only_us = FileLock(f"{self.path}.lock", timeout=0, thread_local=False)

    def claim(self) -> None:
        """Make this process the only one that writes to the file; raise `DatabaseUnavailable` if it is not."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._only_us.acquire()
            if not self.path.exists():
                self.path.touch(mode=OWNER_ONLY)  # SQLite gives the files beside it the same rights.
        except Timeout:
            raise DatabaseUnavailable(
                f"Another Guichet is already running on {self.path}: stop it first, "
                "or set DATABASE_URL to another file."
            ) from None
        except OSError as problem:
            raise DatabaseUnavailable(
                f"{problem.filename or self.path.parent} cannot be written ({problem.strerror}): "
                "fix the permissions there, or set DATABASE_URL to a file elsewhere."
            ) from None

    def close(self) -> None:
        """Close all connections and let another process have the file."""
        super().close()
        self._only_us.release()


class PostgresDatabase(Database):
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: str) -> None:
        super().__init__()
        address = make_url(url).set(drivername="postgresql+psycopg")
        self.place = f"PostgreSQL {address.host or address.query.get('host', '')}/{address.database}"
        self.writer = _postgres_engine(address, options=POSTGRES_TIMEOUTS)
        # No transaction: what is read is computed with while nothing is held open, and a statement is one round trip.
        only_reads = f"{POSTGRES_TIMEOUTS} -c default_transaction_read_only=on"
        self.reader = _postgres_engine(address, options=only_reads).execution_options(isolation_level="AUTOCOMMIT")

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
    """Return the number of a row that is stored."""
    assert row.id is not None  # noqa: S101 - the database numbers a row when it is flushed
    return row.id


def flush_or(session: Session, refusal: Exception) -> None:
    """Write what was changed; raise `refusal` where somebody else has just taken what there can be only one of."""
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


def _postgres_engine(address: URL, *, options: str) -> Engine:
    return create_engine(
        address,
        hide_parameters=True,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=WAIT_FOR_LOCK_S,
        pool_pre_ping=True,  # A connection that a restart of the server cut is replaced instead of failing.
        connect_args={"connect_timeout": 2, "options": options},
    )


def _sqlite_engine(url: str, *, size: int, begin: str, pragmas: dict[str, str]) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        hide_parameters=True,  # What customers type does not belong in a log.
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT_FOR_LOCK_S,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 must not begin transactions by itself: we say BEGIN below.
        for name, value in {"busy_timeout": str(BUSY_TIMEOUT_MS), "foreign_keys": "ON", **pragmas}.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin_ourselves(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
