"""Which messages may be sent just now? Slack wants channels and methods to rest, and none may take all the workers."""

import time
from collections import Counter

from bot.messages.kinds import KINDS
from bot.rules.pace import Pace
from models import OutboxMessage

LIMITED_AS_A_METHOD = {
    "refresh": "chat.update",
    "amend": "chat.update",
    "arm": "chat.scheduleMessage",
    "disarm": "chat.deleteScheduledMessage",
}
"""Slack limits these by method, in the whole workspace; what is posted it limits in each channel."""
WORKERS_PER_CHANNEL = 3
"""So many messages may be on their way in one channel: if Slack lets that channel hang, the others go on."""


class Traffic:
    """Counts what is on its way and knows what rests; not shared between threads without a lock."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._under_way: Counter[str] = Counter()

    def stopped(self) -> tuple[list[str], list[str]]:
        """Return the channels, and the kinds of message, of which none may be sent now."""
        resting = self._pace.resting(now=time.monotonic())
        crowded = [channel for channel, count in self._under_way.items() if count >= WORKERS_PER_CHANNEL]
        return [*resting, *crowded], [kind for kind in KINDS if _method_of(kind) in resting]

    def enter(self, message: OutboxMessage) -> None:
        """Count a message that is going to be sent."""
        self._under_way[message.channel] += 1
        if _method_of(message.kind) is None:
            self._pace.take(message.channel, now=time.monotonic())

    def leave(self, message: OutboxMessage) -> None:
        """Count a message that is not on its way any more."""
        self._under_way[message.channel] -= 1

    def pause(self, message: OutboxMessage, *, seconds: float) -> None:
        """Slack wants us to wait: with what is posted in this channel, or with this method."""
        self._pace.pause(_method_of(message.kind) or message.channel, now=time.monotonic(), seconds=seconds)


def _method_of(kind: str) -> str | None:
    """Return the method whose limit counts for a message; None if its channel's does."""
    known = KINDS.get(kind)  # One that we do not know is recorded when it is sent.
    return LIMITED_AS_A_METHOD.get(known.way) if known else None
