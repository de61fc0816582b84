"""Lays a message ready in Slack that speaks if every one of us is down, and withdraws it again.

Scheduled messages carry no metadata: with it Slack accepts them and never posts them
(docs.slack.dev/reference/methods/chat.scheduleMessage).
"""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.protocol import Ready
from bot.queries.outbox_messages import post_at_of
from models import Fallback, OutboxMessage

GONE = "invalid_scheduled_message_id"
"""Slack's error for a scheduled message that it has posted, or that was withdrawn."""


class FallbackCalls:
    """The calls to Slack about scheduled messages."""

    def __init__(self, client: WebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def arm(self, message: OutboxMessage, ready: Ready, *, text: str) -> str:
        """Lay the message ready, unless an earlier try with unknown result has, and return Slack's name of it."""
        post_at = int(post_at_of(message).timestamp())
        found = self._lying_ready(ready.channel, post_at, text) if message.maybe_sent_at else None
        if found:
            return found
        answer = self._client.chat_scheduleMessage(channel=ready.channel, post_at=post_at, text=text)
        return str(answer["scheduled_message_id"])

    def disarm(self, fallback: Fallback) -> bool:
        """Withdraw the message; say whether that was in time."""
        try:
            self._client.chat_deleteScheduledMessage(
                channel=fallback.channel, scheduled_message_id=fallback.scheduled_message_id
            )
        except SlackApiError as problem:
            if problem.response.get("error") != GONE:
                raise
            return False
        return True

    def _lying_ready(self, channel: str, post_at: int, text: str) -> str | None:
        for page in self._client.chat_scheduledMessages_list(channel=channel, limit=100):
            for one in page["scheduled_messages"]:
                if int(one["post_at"]) == post_at and one.get("text") == text:
                    return str(one["id"])
        return None
