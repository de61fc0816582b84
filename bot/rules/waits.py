"""How long has each side of an incident waited for the other? In opening hours, whatever the cover."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.business_hours import BusinessHours


@dataclass(frozen=True)
class Waits:
    """What is kept of whose turn it was."""

    opened_at: datetime
    waiting_since: datetime | None = None
    """Since when an answer of the customer's is waited for; None while it is our turn."""
    closed_at: datetime | None = None
    """None while it has not ended."""
    customer_s: int = 0
    """Seconds of opening hours that we have waited for the customer, but for the wait that goes on."""
    closed_s: int = 0
    """Seconds of opening hours between closing and reopening."""

    def for_customer(self, hours: BusinessHours, now: datetime) -> timedelta:
        """Return how long we have waited for the customer until now, or until it was closed."""
        waiting = hours.between(self.waiting_since, self._end(now)) if self.waiting_since else timedelta()
        return timedelta(seconds=self.customer_s) + max(timedelta(), waiting)

    def for_us(self, hours: BusinessHours, now: datetime) -> timedelta:
        """Return how long the customer has waited for us: all the rest of the time in which it was open."""
        whole = hours.between(self.opened_at, self._end(now)) - timedelta(seconds=self.closed_s)
        return max(timedelta(), whole - self.for_customer(hours, now))

    def _end(self, now: datetime) -> datetime:
        return self.closed_at or now
