"""Does another program use our app token? Slack tells each new connection how many there are (`hello`).

The connection of a process that was killed is counted for a while, so one count proves nothing: if there are more
than the replicas of this database, a new connection is made some minutes later, and what Slack says then counts.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.clock import Clock
from bot.database import Database
from bot.operations.note_other_programs import connected_replicas, note_other_connection

CONFIRM_AFTER_S = 300.0
"""Seconds after which a new connection is made, to get the count again."""
SEEN_WITHIN = timedelta(minutes=1)
"""Maximum age of the heartbeat of a replica that is connected: one is recorded every ten seconds."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hello:
    """What Slack says when a connection begins."""

    connections: int
    """How many the app has, this one included."""
    at: float
    """When Slack sent it, on the monotonic clock."""


class Transport(Protocol):
    """The way Slack reaches us."""

    hello: Hello | None
    """The last one that Slack sent; None if there was none, as over HTTP."""

    def renew(self) -> None:
        """Ask for a new connection, which is made soon."""


class ConnectionCount:
    """Compares the number of connections that Slack counts with the number of our replicas."""

    def __init__(self, database: Database, clock: Clock, *, transport: Callable[[], Transport | None]) -> None:
        """`transport` returns the way Slack reaches us; None before there is one."""
        self._database = database
        self._clock = clock
        self._transport = transport
        self._suspected: Hello | None = None

    def run(self) -> None:
        """Look once; a failure is logged, and the next run tries again."""
        try:
            self._look()
        except Exception:
            log.exception("The connections could not be counted; trying again.")

    def _look(self) -> None:
        transport, now = self._transport(), self._clock.now()
        if transport is None or (hello := transport.hello) is None:
            return
        since = now - (self._clock.after(SEEN_WITHIN) - now)
        with self._database.reading() as session:
            ours = max(1, connected_replicas(session, since=since))
        if hello.connections <= ours:
            self._suspected = None
        elif self._suspected is None:
            self._suspected = hello
        elif self._suspected is not hello:
            with self._database.transaction() as session:
                note_other_connection(session, connections=hello.connections, ours=ours, at=now)
        elif time.monotonic() - hello.at > CONFIRM_AFTER_S:
            transport.renew()
