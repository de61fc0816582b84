"""How connections to a database are made, and how many."""

from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.pool import QueuePool
from sqlmodel import create_engine

from bot.busy import WAIT_FOR_LOCK_S

BUSY_TIMEOUT_MS = 1_000
"""Maximum milliseconds that SQLite waits for a lock of another process."""
REQUESTS, BACKGROUND = 5, 3
"""Connections for requests, and for everything else: deliveries, jobs and commands. More in one process would only wait
for each other: the interpreter runs one thread at a time."""
POOL = REQUESTS + BACKGROUND
"""Connections for reading, and on PostgreSQL as many for writing."""
LOCK_TIMEOUT_MS = 1_500
"""Maximum milliseconds that PostgreSQL waits for the lock of a row."""
POSTGRES_TIMEOUTS = (
    f"-c statement_timeout=2500 -c lock_timeout={LOCK_TIMEOUT_MS} -c idle_in_transaction_session_timeout=10000"
)
"""In milliseconds. Nothing may hold a row for long, and Slack waits three seconds for us."""


def postgres_engine(address: URL, *, options: str) -> Engine:
    """Return a pool of connections to a server; `options` are those of libpq."""
    return create_engine(
        address,
        hide_parameters=True,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=WAIT_FOR_LOCK_S,
        pool_pre_ping=True,  # A connection that a restart of the server cut is replaced instead of failing.
        connect_args={"connect_timeout": 2, "options": options},
    )


def sqlite_engine(url: URL, *, size: int, begin: str, pragmas: dict[str, str]) -> Engine:
    """Return a pool of `size` connections to a file; their transactions begin with the statement `begin`."""
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

    def do_begin(dbapi_connection: Any) -> None:
        dbapi_connection.execute(begin)

    # Not an event listener, as in SQLAlchemy's manual: once an engine has one, every statement looks for others.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign]
    return engine
