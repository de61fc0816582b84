"""Is a message in Slack already? Asked when nobody knows whether an earlier try has posted it."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.delivery.place import Place
from bot.delivery.protocol import Claimed
from bot.delivery.slack_history import SlackHistory

METADATA = "guichet_outbox"
"""Slack's event_type of the metadata that every post carries; the payload is the row's reference and nothing else."""
SHARED_FOR_S = 3.0
"""Seconds for which one reading of a channel serves every look-up. Well below the time after which a message is looked
for, so that a clock that was set back cannot deceive us."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Look:
    """What a channel showed."""

    since: datetime
    at: datetime
    until: float
    """When it is too old to be used, on the monotonic clock."""
    found: dict[str, str]
    """The `ts` of each message by its reference."""

    def answers(self, *, since: datetime, not_before: datetime) -> bool:
        """Does it tell of all that was said since then, as it was at `not_before` or later?"""
        return self.since <= since and self.at >= not_before and time.monotonic() < self.until


class PostedMessages:
    """Looks for messages; after an outage one look into a channel serves all that may have been posted there."""

    def __init__(self, history: SlackHistory, clock: Clock) -> None:
        self._history = history
        self._clock = clock
        self._looks: dict[str, Look] = {}

    def find(self, claimed: Claimed, place: Place, *, since: datetime) -> tuple[str, str] | None:
        """Return channel and ts of the message if Slack shows it among what was said since then; else None.

        Raises what `SlackHistory` raises.
        """
        channel = self._history.channel_id(place.channel)
        if place.ts:
            found = _by_reference(self._history.of_thread(channel, place.ts, **_wanted(since)))
        else:
            found = self._look(channel, since=since, not_before=claimed.ready_at)
        ts = found.get(claimed.message.reference)
        if ts is None:
            return None
        log.warning("Outbox message %s had been posted although Slack did not say so.", claimed.message.id)
        return channel, ts

    def _look(self, channel: str, *, since: datetime, not_before: datetime) -> dict[str, str]:
        look = self._looks.get(channel)
        if look is None or not look.answers(since=since, not_before=not_before):
            # Without a lock: a look that hangs must be in nobody's way.
            at, until = self._clock.now(), time.monotonic() + SHARED_FOR_S
            look = Look(since, at, until, _by_reference(self._history.of_channel(channel, **_wanted(since))))
            self._keep(channel, look)
        return look.found

    def _keep(self, channel: str, look: Look) -> None:
        """Keep what a channel showed for the next look-ups, and nothing that is too old to be used."""
        now = time.monotonic()
        fresh = {place: one for place, one in [*self._looks.items()] if one.until > now}
        self._looks = fresh | {channel: look}


def _wanted(since: datetime) -> dict[str, Any]:
    return {"oldest": str(since.timestamp()), "include_all_metadata": True}


def _by_reference(messages: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the `ts` of each message that carries a reference of ours."""
    payloads = ((one, (one.get("metadata") or {}).get("event_payload") or {}) for one in messages)
    return {payload["reference"]: str(one["ts"]) for one, payload in payloads if "reference" in payload}
