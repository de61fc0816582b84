"""How long has each side of an incident waited for the other? Counted in opening hours, whatever the cover."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.business_hours import BusinessHours


@dataclass(frozen=True)
class Waits:
    """The stored record of whose turn it was."""

    opened_at: datetime
    waiting_since: datetime | None = None
    """Since when the customer's answer has been awaited; None while it is our turn."""
    closed_at: datetime | None = None
    """None while the incident is not closed."""
    customer_s: int = 0
    """Seconds of opening hours that we have waited for the customer, except for the present wait."""
    closed_s: int = 0
    """Seconds of opening hours between closing and reopening."""

    def for_customer(self, hours: BusinessHours, now: datetime) -> timedelta:
        """Return how long we have waited for the customer until now, or until the incident was closed."""
        waiting = hours.between(self.waiting_since, self._end(now)) if self.waiting_since else timedelta()
        return timedelta(seconds=self.customer_s) + max(timedelta(), waiting)

    def for_us(self, hours: BusinessHours, now: datetime) -> timedelta:
        """Return how long the customer has waited for us: the rest of the time for which the incident was open."""
        whole = hours.between(self.opened_at, self._end(now)) - timedelta(seconds=self.closed_s)
        return max(timedelta(), whole - self.for_customer(hours, now))

    def _end(self, now: datetime) -> datetime:
        return self.closed_at or now
