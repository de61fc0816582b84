"""What was posted in Slack? Threads and channels are read only here, no faster than Slack allows.

Each method may be called "50+ per minute" in a workspace, and a 429 concerns the method, not a channel
(docs.slack.dev/apis/web-api/rate-limits, tier 3): calls
within that time raise `MustWait` with the seconds. Some apps may call them only once a minute, for 15 messages at a
time: what was read before a wait is therefore kept, and the next call continues with the page after it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.slack_errors import is_rate_limited, retry_after
from bot.rules.person import is_member_id

PAGE = 200
"""Messages that are asked for at once; Slack may give fewer."""
REST_S = 30.0
"""Seconds without calls after a 429 that does not say how long."""
KEPT = 50
"""Maximum readings that are kept while Slack wants us to wait; the oldest is dropped first."""
KEPT_FOR_S = 3600.0
"""Seconds after which an unfinished reading is begun anew."""
OWN_POSTS = 10_000
"""Maximum messages of ours whose place is remembered; the oldest is dropped first."""

Key = tuple[str, ...]
Keep = Callable[[dict[str, Any]], dict[str, Any]]
"""Returns what is kept of a message while the others are read: a channel can have thousands since an outage."""


class MustWait(Exception):
    """Slack must not be asked for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Slack wants us to wait for {seconds:.0f} seconds.")
        self.seconds = seconds


class OutOfTime(MustWait):
    """There was no time for the next page; asking again continues there, at once."""

    def __init__(self) -> None:
        super().__init__(0.0)


@dataclass
class PagesRead:
    """The pages that were read so far, and where the next one is."""

    began: float
    """On the monotonic clock."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    cursor: str | None = None


class SlackHistory:
    """Reads threads and channels; may be asked by several threads at once.

    Everything raises `MustWait` while Slack wants us to, and what `WebClient` raises if Slack cannot be asked.
    """

    def __init__(self, client: WebClient, *, monotonic: Callable[[], float] | None = None) -> None:
        self._client = client
        self._monotonic = monotonic or time.monotonic  # Looked up now, so that tests can freeze it.
        self._rests_until: dict[str, float] = {}
        self._kept: dict[Key, PagesRead] = {}
        self._own_posts: dict[str, tuple[str, str]] = {}
        self._lock = Lock()

    def of_thread(self, channel: str, ts: str, *, ends_at: float | None = None, **wanted: Any) -> list[dict[str, Any]]:
        """Return the first message of a thread and its replies, oldest first.

        Raises `OutOfTime` where a page would have to be asked for after `ends_at`, on the monotonic clock.
        """
        return self._read("conversations.replies", "", ends_at, channel=channel, ts=ts, **wanted)

    def of_channel(self, channel: str, *, as_of: str = "", keep: Keep = dict, **wanted: Any) -> list[dict[str, Any]]:
        """Return what is kept of each message of a channel, newest first, without replies.

        What is posted after the first page was read is missing. A reading that had to wait is continued only for the
        same `as_of`.
        """
        return self._read("conversations.history", as_of, None, keep=keep, channel=channel, **wanted)

    def note_own_post(self, reference: str, channel: str, ts: str) -> None:
        """Note where a message of ours was posted, as a Slack event shows."""
        with self._lock:
            self._own_posts[reference] = channel, ts
            while len(self._own_posts) > OWN_POSTS:
                del self._own_posts[next(iter(self._own_posts))]

    def own_post(self, reference: str) -> tuple[str, str] | None:
        """Return channel and ts of a message of ours if an event has shown it; None if that is not known."""
        return self._own_posts.get(reference)

    def channel_id(self, place: str) -> str:
        """Return the channel id; a person's direct message is opened to learn its id."""
        if not is_member_id(place):
            return place
        with self._asking("conversations.open"):
            return str(self._client.conversations_open(users=place)["channel"]["id"])

    def _read(
        self, method: str, as_of: str, ends_at: float | None, *, keep: Keep = dict, **wanted: Any
    ) -> list[dict[str, Any]]:
        """Read page by page; if Slack wants us to wait, what was read is kept for the next such call."""
        key = (method, as_of, *(f"{name}={value}" for name, value in sorted(wanted.items())))
        reading = self._taken_up(key)
        try:
            while reading.cursor != "":
                if ends_at is not None and self._monotonic() >= ends_at:
                    raise OutOfTime
                self._read_page(method, reading, wanted, keep=keep)
        except MustWait:
            self._keep(key, reading)
            raise
        return reading.messages

    def _read_page(self, method: str, reading: PagesRead, wanted: dict[str, Any], *, keep: Keep) -> None:
        with self._asking(method):
            page = self._client.api_call(
                method, http_verb="GET", params={"limit": PAGE, **wanted} | _cursor(reading.cursor)
            )
        reading.messages += map(keep, page["messages"])
        reading.cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    def _taken_up(self, key: Key) -> PagesRead:
        with self._lock:
            kept = self._kept.pop(key, None)
        is_fresh = kept is not None and self._monotonic() - kept.began < KEPT_FOR_S
        return kept if kept is not None and is_fresh else PagesRead(began=self._monotonic())

    def _keep(self, key: Key, reading: PagesRead) -> None:
        if reading.cursor is None:
            return
        with self._lock:
            self._kept[key] = reading
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]

    @contextmanager
    def _asking(self, method: str) -> Iterator[None]:
        left = self._rests_until.get(method, 0.0) - self._monotonic()
        if left > 0:
            raise MustWait(left)
        try:
            yield
        except SlackApiError as problem:
            if not is_rate_limited(problem.response):
                raise
            seconds = retry_after(problem.response, otherwise=REST_S)
            self._rests_until[method] = self._monotonic() + seconds
            raise MustWait(seconds) from None


def _cursor(cursor: str | None) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}
