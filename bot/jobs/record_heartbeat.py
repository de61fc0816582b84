"""Notes that this process delivers, and that Slack reaches it; a process that does neither notes nothing."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database
from bot.operations.note_other_programs import record_replica
from bot.operations.record_heartbeat import record_heartbeat

ALIVE_WITHIN_S = 10.0
"""Maximum seconds since the last sweep of a delivery that is alive: a sweep is planned every second."""
FORGOTTEN_AFTER = timedelta(days=1)
"""Time for which the connection of a process that has ended is remembered."""
DELIVERY, CONNECTION = "delivery", "connection"

log = logging.getLogger(__name__)


class HeartbeatJob:
    """The pulse of one process."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        last_sweep: Callable[[], float],
        is_connected: Callable[[], bool],
        replica: str | None = None,
    ) -> None:
        """`replica` names a process whose connection Slack counts; None if Slack counts none."""
        self._replica = replica
        self._database = database
        self._clock = clock
        self._last_sweep = last_sweep
        self._is_connected = is_connected

    def run(self) -> None:
        """Note which parts are alive; a failure is logged, and the next run tries again."""
        try:
            self._record()
        except Exception:
            log.exception("No heartbeat could be recorded; trying again.")

    def _record(self) -> None:
        is_delivering = time.monotonic() - self._last_sweep() < ALIVE_WITHIN_S
        alive = {DELIVERY: is_delivering, CONNECTION: self._is_connected()}
        if not any(alive.values()):
            return
        with self._database.transaction() as session:
            for part in (part for part, is_alive in alive.items() if is_alive):
                record_heartbeat(session, part=part, at=self._clock.now())
            if self._replica is not None and alive[CONNECTION]:
                forgotten = self._clock.now() - FORGOTTEN_AFTER
                record_replica(session, name=self._replica, at=self._clock.now(), forgotten=forgotten)
