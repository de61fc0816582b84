"""How fast may we post in a channel? About one message a second, with short bursts.

Source: docs.slack.dev/apis/web-api/rate-limits#posting-messages. The caller says what time it is.
"""

from dataclasses import dataclass, field


@dataclass
class Pace:
    """Counts messages per channel (the generic cell rate algorithm); not shared between threads without a lock."""

    per_second: float = 1.0
    """Messages a channel takes in the long run."""
    burst: int = 10
    """Messages a channel takes at once after a silence."""
    _paid_until: dict[str, float] = field(default_factory=dict)

    def take(self, channel: str, *, now: float) -> None:
        """Count one message posted in the channel at `now` (monotonic seconds)."""
        self._paid_until[channel] = max(self._paid_until.get(channel, now), now) + 1 / self.per_second

    def pause(self, channel: str, *, now: float, seconds: float) -> None:
        """Post nothing in the channel, or by the method, for this long, as Slack has asked."""
        rest = now + seconds + (self.burst - 1) / self.per_second
        self._paid_until[channel] = max(self._paid_until.get(channel, now), rest)

    def resting(self, *, now: float) -> list[str]:
        """Return the channels in which nothing may be posted at `now`."""
        latest = now + (self.burst - 1) / self.per_second
        self._paid_until = {channel: until for channel, until in self._paid_until.items() if until > now}
        return [channel for channel, until in self._paid_until.items() if until > latest]

    def rests(self, channel: str, *, now: float) -> bool:
        """Return True if nothing may be posted in the channel at `now`."""
        return self._paid_until.get(channel, now) > now + (self.burst - 1) / self.per_second
