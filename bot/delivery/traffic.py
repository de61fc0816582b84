"""Which messages may be sent now? Some channels and methods must rest, and no channel may take all the workers.

A message counts as being on its way until its lease ends: what still hangs then, such as a call whose answer trickles
in for ever, no longer blocks anything. Another worker claims the message and looks for it first.
"""

import time
from collections import Counter
from collections.abc import Mapping
from threading import Lock

from bot.delivery.claim import Claimed, Resting
from bot.delivery.pace import Pace
from bot.delivery.traits import Route, Traits
from models import OutboxMessage

LIMITED_AS_A_METHOD = {
    Route.CHANGE_CARD: "chat.update",
    Route.CHANGE_COPY: "chat.update",
    Route.TAKE_BUTTONS: "chat.update",
    Route.SCHEDULE: "chat.scheduleMessage",
    Route.DELETE_SCHEDULED: "chat.deleteScheduledMessage",
}
"""Slack limits these by method, in the whole workspace; posts are limited by channel."""
WORKERS_PER_CHANNEL = 3
"""Maximum messages on their way to one channel: if Slack lets that channel hang, the others go on."""
GIVEN_UP = 24
"""Maximum hanging workers that are replaced by others: threads are not free."""


class Traffic:
    """Counts messages on their way, and knows which channels must wait; may be used by several threads at once."""

    def __init__(self, kinds: Mapping[str, Traits], *, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._methods = {kind: LIMITED_AS_A_METHOD.get(traits.route) for kind, traits in kinds.items()}
        """Slack's method whose limit counts for a kind; None if the channel's does."""
        self._under_way: dict[str, tuple[OutboxMessage, float]] = {}
        """By the lease's token: the message, and the end of the lease on the monotonic clock."""
        self._to_note: dict[str, int | None] = {}
        """By the lease's token: the number of a message that was sent, until it is committed what came of it."""
        self._lock = Lock()

    def stopped(self) -> Resting:
        """Return the channels, and the kinds of message, of which none may be sent now."""
        now = time.monotonic()
        with self._lock:
            resting, crowded = self._pace.resting(now=now), self._crowded(now)
        kinds = [kind for kind, method in self._methods.items() if method in resting]
        return Resting([*resting, *crowded], kinds)

    def enter(self, claimed: Claimed, *, lease_ends: float) -> bool:
        """Count a message that is about to be sent; return False if its channel takes no more at the moment."""
        message, now = claimed.message, time.monotonic()
        takes_pace = self._methods.get(message.kind) is None
        with self._lock:
            if message.channel in self._crowded(now) or (takes_pace and self._pace.rests(message.channel, now=now)):
                return False
            self._under_way[claimed.token] = message, lease_ends
            if takes_pace:
                self._pace.take(message.channel, now=now)
        return True

    def arrive(self, claimed: Claimed) -> None:
        """Stop counting a message in its channel; it is under way until `leave`, once the outcome is committed."""
        with self._lock:
            if self._under_way.pop(claimed.token, None):
                self._to_note[claimed.token] = claimed.message.id

    def leave(self, claimed: Claimed) -> None:
        """Stop counting a message that is no longer on its way."""
        with self._lock:
            self._under_way.pop(claimed.token, None)
            self._to_note.pop(claimed.token, None)

    def is_under_way(self, claimed: Claimed) -> bool:
        """Return True if an earlier claim of the message is leased still: the clock, not the lease, has gone on."""
        number, now = claimed.message.id, time.monotonic()
        with self._lock:
            is_sent = any(message.id == number and ends > now for message, ends in self._under_way.values())
            return is_sent or number in self._to_note.values()

    def hanging(self) -> int:
        """Return how many messages still hang although their lease has ended, at most `GIVEN_UP`."""
        now = time.monotonic()
        with self._lock:
            return min(GIVEN_UP, sum(lease_ends <= now for _, lease_ends in self._under_way.values()))

    def pause(self, message: OutboxMessage, *, seconds: float) -> None:
        """Send nothing more to this channel, or by this method, for this many seconds."""
        with self._lock:
            resting = self._methods.get(message.kind) or message.channel
            self._pace.pause(resting, now=time.monotonic(), seconds=seconds)

    def _crowded(self, now: float) -> list[str]:
        under_way = Counter(message.channel for message, lease_ends in self._under_way.values() if lease_ends > now)
        return [channel for channel, count in under_way.items() if count >= WORKERS_PER_CHANNEL]
