"""When is the database busy? While others are in the way, or until one's turn comes; then another try may succeed."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.fair_lock import FairLock
from bot.rules.refusal import Refusal

WAIT_FOR_LOCK_S = 1.0
"""Maximum seconds that background work waits for its turn; it is tried again later."""
BUSY_STATES = frozenset({"55P03", "57014", "40P01", "40001", "53300"})
"""PostgreSQL's codes for errors after which another try may succeed: lock not available, time is up, deadlock,
conflict, too many connections (postgresql.org/docs/current/errcodes-appendix.html)."""


class Busy(Refusal):
    """The database is busy, and waiting longer would be too late. Nothing was written; another try may succeed."""

    text = "refusal-busy"


class NoTurn(Busy):
    """The database was not used at all, since the caller's turn did not come in time."""


@contextmanager
def turn(locks: dict[bool, FairLock], ends_waiting: float | None) -> Iterator[None]:
    """Wait until it is this thread's turn; raise `NoTurn` if it does not come in time."""
    is_request = ends_waiting is not None
    seconds = WAIT_FOR_LOCK_S if ends_waiting is None else ends_waiting - time.monotonic()
    if not locks[is_request].acquire(timeout=seconds):
        raise NoTurn
    try:
        yield
    finally:
        locks[is_request].release()


@contextmanager
def busy_where_others_are() -> Iterator[None]:
    """Raise `Busy` instead of the driver's error if others were in the way."""
    try:
        yield
    except (OperationalError, NoConnection) as problem:
        if not _is_busy(problem):
            raise
        raise Busy from problem


def _is_busy(problem: OperationalError | NoConnection) -> bool:
    """Return True if others were in the way, so that another try may succeed in a moment."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return isinstance(problem, NoConnection) or getattr(cause, "sqlstate", None) in BUSY_STATES
