"""Is the delivery alive? A clock set back by an hour puts APScheduler 3 to sleep for that hour.

It sleeps for the time it computed from the wall clock (maintainers: not detected in 3.x). This thread has every job
that sleeps too long pulled forward; and it looks at the monotonic clock, which nobody sets, and wakes the delivery when
the last sweep is too long ago. If that does not help, as the scheduler's thread has died or every worker hangs, the
program ends, and is restarted from outside.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

LOOK_EVERY_S = 1.0
"""Seconds between two looks at the last sweep."""
SILENT_FOR_S = 3.0
"""Seconds without a sweep after which the scheduler is woken: a sweep is planned every second."""
GIVE_UP_AFTER_S = 100.0
"""Seconds without a sweep after which nothing will wake the delivery: a sweep that waits for a database that is down
goes on before that."""

log = logging.getLogger(__name__)

STOOD_STILL = (
    "The delivery of messages stood still and could not be woken, so Guichet has ended; nothing is lost. "
    "Start it again: a service manager does that by itself."
)


class DeliveryDied(Exception):
    """Nothing is delivered, and only a restart helps."""


class Watchdog:
    """Wakes the delivery when it sleeps."""

    def __init__(
        self,
        *,
        last_sweep: Callable[[], float],
        wake: Callable[[], None],
        pull_forward: Callable[[], None],
        give_up: Callable[[], None],
        give_up_after: float = GIVE_UP_AFTER_S,
    ) -> None:
        self._last_sweep = last_sweep
        self._wake = wake
        self._pull_forward = pull_forward
        self._give_up = give_up
        self._give_up_after = give_up_after
        self._stopping = Event()
        self._thread = Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        began = time.monotonic()
        while not self._stopping.wait(LOOK_EVERY_S):
            self._pull_forward()
            silent = time.monotonic() - max(self._last_sweep(), began)
            if silent > self._give_up_after:
                log.critical("No delivery for %.0f s, and nothing wakes it: ending.", silent)
                self._give_up()
                return
            if silent > SILENT_FOR_S:
                log.warning("No delivery for %.0f s (was the clock set back?): waking it.", silent)
                self._wake()
