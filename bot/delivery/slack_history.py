"""What was said in Slack? Threads and channels are read here alone, no faster than Slack lets us.

Each method may be called "50+ per minute" in a workspace, and a 429 concerns the method, not a channel
(docs.slack.dev/apis/web-api/rate-limits, tier 3): whoever asks while it rests is told how long to wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.slack_errors import is_rate_limited, retry_after
from bot.rules.person import is_member_id

PAGE = 200
"""Messages that are asked for at once."""
REST_S = 30.0
"""Seconds without calls after a 429 that does not say how long."""


class MustWait(Exception):
    """Slack lets nobody ask for so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Slack wants us to wait for {seconds:.0f} seconds.")
        self.seconds = seconds


class SlackHistory:
    """Reads what was said; may be asked by several threads at once.

    Everything raises `MustWait` while Slack wants us to, and what `WebClient` raises if Slack cannot be asked.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._rests_until: dict[str, float] = {}

    def of_thread(self, channel: str, ts: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Give the first message of a thread and its replies, oldest first, page by page."""
        with self._asking("conversations.replies"):
            for page in self._client.conversations_replies(channel=channel, ts=ts, limit=PAGE, **wanted):
                yield from page["messages"]

    def of_channel(self, channel: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Give the messages of a channel, newest first, without replies, page by page."""
        with self._asking("conversations.history"):
            for page in self._client.conversations_history(channel=channel, limit=PAGE, **wanted):
                yield from page["messages"]

    def channel_id(self, place: str) -> str:
        """Return the channel id; a person's direct message is opened to learn its id."""
        if not is_member_id(place):
            return place
        with self._asking("conversations.open"):
            return str(self._client.conversations_open(users=place)["channel"]["id"])

    @contextmanager
    def _asking(self, method: str) -> Iterator[None]:
        left = self._rests_until.get(method, 0.0) - time.monotonic()
        if left > 0:
            raise MustWait(left)
        try:
            yield
        except SlackApiError as problem:
            if not is_rate_limited(problem.response):
                raise
            seconds = retry_after(problem.response, otherwise=REST_S)
            self._rests_until[method] = time.monotonic() + seconds
            raise MustWait(seconds) from None
