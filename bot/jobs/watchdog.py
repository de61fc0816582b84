"""Is the delivery alive? A clock set back by an hour puts APScheduler 3 to sleep for that hour.

It sleeps for the time it computed from the wall clock (maintainers: not detected in 3.x); this thread looks at the
monotonic clock, which nobody sets, and pulls the next run forward when the last sweep is too long ago.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

LOOK_EVERY_S = 1.0
SILENT_FOR_S = 3.0
"""So long without a sweep is too long: one is planned every second."""

log = logging.getLogger(__name__)


class Watchdog:
    """Wakes the delivery when it sleeps."""

    def __init__(self, *, last_sweep: Callable[[], float], wake: Callable[[], None]) -> None:
        self._last_sweep = last_sweep
        self._wake = wake
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
        while not self._stopping.wait(LOOK_EVERY_S):
            silent = time.monotonic() - self._last_sweep()
            if silent > SILENT_FOR_S:
                log.warning("No delivery for %.0f s (was the clock set back?): waking it.", silent)
                self._wake()
