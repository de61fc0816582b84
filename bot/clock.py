"""What time is it? The one place that reads the clock; everything else is given `now`."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The time of day: aware, in UTC."""

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        return datetime.now(UTC)

    def after(self, real: timedelta) -> datetime:
        """Return what `now()` will return once `real` time has passed (leases and back-offs last real time)."""
        return self.now() + real

    def seconds_until(self, at: datetime) -> float:
        """Return how many real seconds pass until this clock shows `at`; negative once it has."""
        second = timedelta(seconds=1)
        return (at - self.now()) / (self.after(second) - self.now())

    def at(self, timestamp: float) -> datetime:
        """Return what this clock showed at a Unix time, such as a Slack message's ts."""
        return datetime.fromtimestamp(timestamp, UTC)


class FastClock(Clock):
    """A clock for the demo on which `speed` seconds pass in each real second."""

    def __init__(self, *, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._began = time.monotonic()
        self._began_at = time.time()

    def now(self) -> datetime:
        """Return the instant this clock shows, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._began) * self._speed

    def after(self, real: timedelta) -> datetime:
        """Return what `now()` will return once `real` time has passed."""
        return self.now() + real * self._speed

    def at(self, timestamp: float) -> datetime:
        """Return what this clock showed at the end of a Unix time's second, or shows now if that second is not over.

        A ts of the local workspace has whole seconds only; the second's beginning is minutes too early on this clock.
        """
        ended = self._start + timedelta(seconds=int(timestamp) + 1 - self._began_at) * self._speed
        return min(ended, self.now())
