"""Where are the rows? `with transaction() as session:` to write, `with reading() as session:` to read.

SQLite gets one writing connection (BEGIN IMMEDIATE) behind a lock, and read-only readers: SQLAlchemy's default
mode loses updates silently, and SQLite before 3.51.3 can corrupt a file that several connections write
(sqlite.org/wal.html#the_wal_reset_bug).
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Engine, event, make_url
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, create_engine

Transaction = Callable[[], AbstractContextManager[Session]]

HAS_NEWS = "outbox has news"
"""Set in `session.info` when a commit gives the delivery something to do at once."""

WAIT_FOR_LOCK_S = 1.0
"""Slack waits three seconds for an answer, so a writer waits no longer than this for its turn."""
BUSY_TIMEOUT_MS = 1_000
READERS = 8


class DatabaseUnavailable(Exception):
    """The database cannot be used; the sentence says why, and what to do."""


class Database:
    """One SQLite file: a single writer and several readers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = Path(make_url(url).database or "")
        self.writer = _engine(url, size=1, begin="BEGIN IMMEDIATE", pragmas={"synchronous": "FULL"})
        self.reader = _engine(url, size=READERS, begin="BEGIN", pragmas={"query_only": "ON"})
        self.on_news: Callable[[], None] = lambda: None
        """Called after a commit that gave the outbox something to do at once."""
        self._turn = Lock()
        # The thread that closes the database need not be the one that claimed the file.
        self._only_us = FileLock(f"{self.path}.lock", timeout=0, thread_local=False)

    def claim_file(self) -> None:
        """Make this process the only one that writes to the file; raise `DatabaseUnavailable` if it is not."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._only_us.acquire()
        except Timeout:
            raise DatabaseUnavailable(
                f"Another Guichet is already running on {self.path}: stop it first, "
                "or set DATABASE_URL to another file."
            ) from None
        except OSError as problem:
            raise DatabaseUnavailable(
                f"{problem.filename or self.path.parent} cannot be written ({problem.strerror}): "
                "mend the permissions there, or set DATABASE_URL to a file elsewhere."
            ) from None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session that writes; commit at the end, or undo everything if anything was raised."""
        if not self._turn.acquire(timeout=WAIT_FOR_LOCK_S):
            raise DatabaseUnavailable("The database was busy for too long.")
        try:
            with Session(self.writer, expire_on_commit=False) as session:
                yield session
                session.commit()
                has_news = session.info.pop(HAS_NEWS, False)
        finally:
            self._turn.release()
        if has_news:
            self.on_news()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that can only read."""
        with Session(self.reader) as session:
            yield session

    def close(self) -> None:
        """Close all connections and let another process have the file."""
        self.writer.dispose()
        self.reader.dispose()
        self._only_us.release()


def _engine(url: str, *, size: int, begin: str, pragmas: dict[str, str]) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
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
