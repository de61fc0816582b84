"""Which messages may be sent just now? Slack wants channels and methods to rest, and none may take all the workers.

A message counts as being on its way until its lease ends: what still hangs then, such as a call whose answer comes in
drops for ever, is in nobody's way any more. Somebody else takes the message up and looks for it first.
"""

import time
from collections import Counter

from bot.delivery.pace import Pace
from bot.delivery.protocol import Claimed
from bot.kinds import KINDS
from models import OutboxMessage

LIMITED_AS_A_METHOD = {
    "refresh": "chat.update",
    "amend": "chat.update",
    "strip": "chat.update",
    "arm": "chat.scheduleMessage",
    "disarm": "chat.deleteScheduledMessage",
}
"""Slack limits these by method, in the whole workspace; what is posted it limits in each channel."""
WORKERS_PER_CHANNEL = 3
"""Maximum messages on their way to one channel: if Slack lets that channel hang, the others go on."""
GIVEN_UP = 24
"""Maximum workers that hang and are replaced by others: threads are not free."""


class Traffic:
    """Counts what is on its way and knows what rests; not shared between threads without a lock."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._under_way: dict[str, tuple[str, float]] = {}
        """By the lease's token: the channel, and the end of the lease on the monotonic clock."""

    def stopped(self) -> tuple[list[str], list[str]]:
        """Return the channels, and the kinds of message, of which none may be sent now."""
        now = time.monotonic()
        resting = self._pace.resting(now=now)
        under_way = Counter(channel for channel, lease_ends in self._under_way.values() if lease_ends > now)
        crowded = [channel for channel, count in under_way.items() if count >= WORKERS_PER_CHANNEL]
        return [*resting, *crowded], [kind for kind in KINDS if _method_of(kind) in resting]

    def enter(self, claimed: Claimed, *, lease_ends: float) -> None:
        """Count a message that is going to be sent."""
        message = claimed.message
        self._under_way[claimed.token] = message.channel, lease_ends
        if _method_of(message.kind) is None:
            self._pace.take(message.channel, now=time.monotonic())

    def leave(self, claimed: Claimed) -> None:
        """Count a message that is not on its way any more."""
        del self._under_way[claimed.token]

    def hanging(self) -> int:
        """Return how many hang although their lease has ended, at most `GIVEN_UP`; needs no lock."""
        now = time.monotonic()
        return min(GIVEN_UP, sum(lease_ends <= now for _, lease_ends in list(self._under_way.values())))

    def pause(self, message: OutboxMessage, *, seconds: float) -> None:
        """Slack wants us to wait: with what is posted in this channel, or with this method."""
        self._pace.pause(_method_of(message.kind) or message.channel, now=time.monotonic(), seconds=seconds)


def _method_of(kind: str) -> str | None:
    """Return the method whose limit counts for a message; None if its channel's does."""
    known = KINDS.get(kind)  # One that we do not know is recorded when it is sent.
    return LIMITED_AS_A_METHOD.get(known.way) if known else None
