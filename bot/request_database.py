"""How does a request use the database? Only while Slack waits for the answer, and on connections for requests."""

import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlmodel import Session

from bot.busy import WAIT_FOR_LOCK_S
from bot.database import Database
from bot.engines import LOCK_TIMEOUT_MS

WAIT_OF_REQUEST_S = 2.0
"""Maximum seconds from its receipt that a request waits for a thread and a connection; Slack waits three in all."""
LATEST_TURN_S = 2.7
"""Seconds after its receipt in which a turn must come that a request has to wait for, whatever it did before: what it
does then takes a while, and what is done after three seconds is taken for failed."""
WAIT_OF_EVENT_S = 10.0
"""The same for an event, which nobody watches: Slack sends it again, but only three times."""


class RequestDatabase:
    """The database as one request uses it: on connections for requests, and only while Slack waits for the answer."""

    def __init__(self, database: Database, *, ends_waiting: float, latest: float = math.inf) -> None:
        """Prepare; after `ends_waiting` each wait is short, and ends at `latest`: instants of the monotonic clock."""
        self._database = database
        self._ends_waiting = ends_waiting
        self._latest = latest
        self.may_have_written = False
        """True once something was to be committed, whatever came of it: the answer to a commit can be lost."""

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that writes; raise `Busy` if its turn does not come in time, or if others are in the way."""
        with self._database.transaction(ends_waiting=self._next_end()) as session:
            limit_locks(session, ends_waiting=self._latest)
            yield session
            self.may_have_written = True

    def reading(self) -> AbstractContextManager[Session]:
        """Return a session that can only read; raise `Busy` if its turn does not come in time."""
        return self._database.reading(ends_waiting=self._next_end())

    def _next_end(self) -> float:
        """Return when the next wait ends: each may last a little, or the work done so far would be wasted."""
        return min(max(self._ends_waiting, time.monotonic() + WAIT_FOR_LOCK_S), self._latest)


def limit_locks(session: Session, *, ends_waiting: float) -> None:
    """Let the transaction wait for no row past this instant of the monotonic clock; on SQLite it has the lock already.

    A form whose account is locked by others would otherwise be filed after Slack has told its author that it failed.
    """
    left_ms = 1000 * (ends_waiting - time.monotonic())
    if left_ms < LOCK_TIMEOUT_MS and session.connection().dialect.name == "postgresql":
        # With 0 PostgreSQL waits for ever.
        session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(left_ms))}")
