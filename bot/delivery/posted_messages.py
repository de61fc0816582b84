"""Is a message in Slack already? Asked when it is unknown whether an earlier try has posted it."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.delivery.claim import Claimed
from bot.delivery.place import Place
from bot.delivery.slack_history import MustWait, SlackHistory

METADATA = "guichet_outbox"
"""Slack's event_type of the metadata that every post carries: the row's reference, and the database it is in."""
SHARED_FOR_S = 3.0
"""Seconds for which one reading of a channel serves every look-up: far fewer than pass before a message is looked for,
so that a clock that was set back cannot mislead us."""
SEARCHES = 10_000
"""Maximum searches that wait for Slack; the oldest is dropped first."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """What a channel showed when it was read."""

    since: datetime
    at: datetime
    until: float
    """When it is too old to be used, on the monotonic clock."""
    found: dict[str, str]
    """The `ts` of each message by its reference."""

    def covers(self, *, since: datetime, not_before: datetime) -> bool:
        """Return True if it shows all that was posted since then, as it was at `not_before` or later."""
        return self.since <= since and self.at >= not_before and time.monotonic() < self.until


@dataclass(frozen=True)
class UnfinishedSnapshot:
    """A reading of a channel that Slack lets us continue only after a wait."""

    since: datetime
    at: datetime
    """When its first page, the newest messages, was read."""


@dataclass(frozen=True)
class Search:
    """A search for one message that had to wait."""

    attempts: int
    """Attempts of the message at that time; a higher number means that it has been tried in between."""
    not_before: datetime


class PostedMessages:
    """Looks for messages; after an outage one reading of a channel serves all that may have been posted there."""

    def __init__(self, history: SlackHistory, clock: Clock) -> None:
        self._history = history
        self._clock = clock
        self._snapshots: dict[str, Snapshot] = {}
        self._begun: dict[str, UnfinishedSnapshot] = {}
        self._searches: dict[int, Search] = {}

    def find(self, claimed: Claimed, place: Place, *, since: datetime) -> tuple[str, str] | None:
        """Return channel and ts of the message if Slack shows it among what was posted since then; else None.

        Slack is not asked if an event has shown the message. Raises what `SlackHistory` raises.
        """
        found = self._history.own_post(claimed.message.reference) or self._search(claimed, place, since)
        if found is not None:
            log.warning("Outbox message %s had been posted although Slack had not confirmed it.", claimed.message.id)
        return found

    def _search(self, claimed: Claimed, place: Place, since: datetime) -> tuple[str, str] | None:
        channel, not_before = self._history.channel_id(place.channel), self._not_before(claimed)
        try:
            if place.ts:
                found = _by_reference(self._history.of_thread(channel, place.ts, **_wanted(since)))
            else:
                found = self._seen_in(channel, since=since, not_before=not_before)
        except MustWait:
            self._searches[claimed.message.number] = Search(claimed.message.attempts, not_before)
            while len(self._searches) > SEARCHES:
                self._searches.pop(next(iter(self._searches)), None)
            raise
        ts = found.get(claimed.message.reference)
        return None if ts is None else (channel, ts)

    def _not_before(self, claimed: Claimed) -> datetime:
        """Return when the last try that may have posted it was over; one that only waited for Slack posted nothing."""
        search = self._searches.pop(claimed.message.number, None)
        is_same = search is not None and search.attempts == claimed.message.attempts - 1
        return search.not_before if search is not None and is_same else claimed.ready_at

    def _seen_in(self, channel: str, *, since: datetime, not_before: datetime) -> dict[str, str]:
        snapshot = self._snapshots.get(channel)
        if snapshot is None or not snapshot.covers(since=since, not_before=not_before):
            # Without a lock: a reading that hangs must not block the others.
            begun = self._begun.pop(channel, None)
            if begun is None or begun.since > since or begun.at < not_before:
                begun = UnfinishedSnapshot(since, self._clock.now())
            snapshot = self._finished(channel, begun)
            self._keep(channel, snapshot)
        return snapshot.found

    def _finished(self, channel: str, begun: UnfinishedSnapshot) -> Snapshot:
        """Read the channel, or continue where Slack wanted us to wait; what was begun is kept for the next call."""
        until = time.monotonic() + SHARED_FOR_S
        try:
            messages = self._history.of_channel(
                channel, as_of=begun.at.isoformat(), keep=_traced, **_wanted(begun.since)
            )
        except MustWait:
            self._begun[channel] = begun
            raise
        return Snapshot(begun.since, begun.at, until, _by_reference(messages))

    def _keep(self, channel: str, snapshot: Snapshot) -> None:
        """Keep the snapshot of a channel for the next look-ups, and drop those that are too old."""
        now = time.monotonic()
        fresh = {place: one for place, one in [*self._snapshots.items()] if one.until > now}
        self._snapshots = fresh | {channel: snapshot}


def metadata_of(reference: str, *, installation: str) -> dict[str, Any]:
    """Return the metadata of a post, by which it can be found and attributed to this database."""
    return {"event_type": METADATA, "event_payload": {"reference": reference, "installation": installation}}


def installation_of(message: dict[str, Any]) -> str | None:
    """Return the id of the database that posted a message; None if its metadata names none."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") if metadata.get("event_type") == METADATA else None
    return str(payload["installation"]) if isinstance(payload, dict) and "installation" in payload else None


def _wanted(since: datetime) -> dict[str, Any]:
    return {"oldest": str(since.timestamp()), "include_all_metadata": True}


def _traced(message: dict[str, Any]) -> dict[str, Any]:
    """Return only the parts by which a message is found: its blocks would take a hundred times the memory."""
    return {"ts": message["ts"], "metadata": message.get("metadata")}


def _by_reference(messages: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the `ts` of each message that carries a reference of ours."""
    payloads = ((one, (one.get("metadata") or {}).get("event_payload") or {}) for one in messages)
    return {payload["reference"]: str(one["ts"]) for one, payload in payloads if "reference" in payload}
