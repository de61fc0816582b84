"""How does a request use the database? Only while Slack waits for the answer, and on connections for requests."""

import math
import time
from contextlib import AbstractContextManager

from sqlmodel import Session

from bot.busy import WAIT_FOR_LOCK_S
from bot.database import Database

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

    def transaction(self) -> AbstractContextManager[Session]:
        """Return a session that writes; raise `Busy` if its turn does not come in time."""
        return self._database.transaction(ends_waiting=self._next_end())

    def reading(self) -> AbstractContextManager[Session]:
        """Return a session that can only read; raise `Busy` if its turn does not come in time."""
        return self._database.reading(ends_waiting=self._next_end())

    def _next_end(self) -> float:
        """Return when the next wait ends: each may last a little, or the work done so far would be wasted."""
        return min(max(self._ends_waiting, time.monotonic() + WAIT_FOR_LOCK_S), self._latest)
