"""The limits of conversations.history and .replies for apps that are distributed outside the Marketplace.

One request a minute and fifteen objects at a time, each method by itself (docs.slack.dev/apis/web-api/rate-limits).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from tests.fake_slack.faults import Fault

METHODS = ("conversations.history", "conversations.replies")


@dataclass
class Narrow:
    """How often, and how much at a time, may be read."""

    every: timedelta
    page: int
    monotonic: Callable[[], float]
    free_from: dict[str, float] = field(default_factory=dict)
    """When each method may be called again, on the monotonic clock."""

    def refusal(self, method: str) -> Fault | None:
        """Return the 429 for a call that comes too early; count one that does not."""
        if method not in METHODS:
            return None
        now = self.monotonic()
        if (left := self.free_from.get(method, 0.0) - now) > 0:
            return Fault(method, status=429, headers={"Retry-After": str(ceil(left))})
        self.free_from[method] = now + self.every.total_seconds()
        return None
