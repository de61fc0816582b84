"""The calls to Slack that post, change, delete and schedule messages; none is repeated by itself.

Scheduled messages carry no metadata: with it Slack accepts them and never posts them
(docs.slack.dev/reference/methods/chat.scheduleMessage).
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.database import Database
from bot.delivery.place import Place
from bot.delivery.posted_messages import metadata_of
from bot.delivery.protocol import Posted
from bot.texts.message import Message
from bot.texts.rich_text import has_rich_text, without_rich_text
from models import Fallback, OutboxMessage

GONE = "invalid_scheduled_message_id"
"""Slack's error for a scheduled message that it has posted, or that was deleted."""
BLOCKS_REFUSED = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")
"""Errors with which Slack refuses blocks, and posts nothing."""

log = logging.getLogger(__name__)


class SlackCalls:
    """Each method makes one call, and raises what `WebClient` raises."""

    def __init__(self, client: WebClient, database: Database) -> None:
        self._client = client
        self._database = database

    def post(
        self, message: OutboxMessage, place: Place, shown: Message, *, may_repeat: Callable[[], bool] = lambda: True
    ) -> Posted:
        """Post a new message, in the thread of its card if there is one.

        What Slack does not take formatted is posted without it, if `may_repeat` says that there is time for a second
        call; else raises TimeoutError, and nothing was posted.
        """
        post = partial(
            self._client.chat_postMessage,
            channel=place.channel,
            thread_ts=place.ts,
            reply_broadcast=bool(place.ts and message.parameters.get("broadcast")),
            metadata=metadata_of(message.reference, installation=self._database.installation),
            unfurl_links=False,
            unfurl_media=False,
        )
        answer, shown = _as_taken(post, shown, may_repeat=may_repeat)
        # A reply to a message that is gone is posted in the channel; the only sign is that the answer names no thread.
        is_unthreaded = place.ts is not None and "thread_ts" not in (answer.get("message") or {"thread_ts": place.ts})
        return Posted(_told(answer, "channel"), _told(answer, "ts"), shown, is_unthreaded)

    def change(self, place: Place, shown: Message) -> Posted:
        """Replace what a message shows."""
        update = partial(self._client.chat_update, channel=place.channel, ts=str(place.ts))
        _, shown = _as_taken(update, shown, may_repeat=lambda: True)  # A change can be made twice.
        return Posted(place.channel, str(place.ts), shown)

    def remove(self, place: Place) -> Posted:
        """Delete a message."""
        self._client.chat_delete(channel=place.channel, ts=str(place.ts))
        return Posted(place.channel, str(place.ts), message=None)

    def schedule(self, channel: str, *, post_at: datetime, text: str, is_repeated: bool) -> str:
        """Schedule the message, unless an earlier try with unknown result has done so, and return Slack's id of it."""
        at = int(post_at.timestamp())
        found = self._scheduled(channel, at, text) if is_repeated else None
        if found:
            return found
        answer = self._client.chat_scheduleMessage(channel=channel, post_at=at, text=text)
        return _told(answer, "scheduled_message_id")

    def delete_scheduled(self, fallback: Fallback) -> bool:
        """Delete a scheduled message; return False if Slack has posted it, or it was deleted before."""
        try:
            self._client.chat_deleteScheduledMessage(
                channel=fallback.channel, scheduled_message_id=fallback.scheduled_message_id
            )
        except SlackApiError as problem:
            if problem.response.get("error") != GONE:
                raise
            return False
        return True

    def _scheduled(self, channel: str, post_at: int, text: str) -> str | None:
        for page in self._client.chat_scheduledMessages_list(channel=channel, limit=100):
            for one in page["scheduled_messages"]:
                if int(one["post_at"]) == post_at and one.get("text") == text:
                    return str(one["id"])
        return None


def _told(answer: SlackResponse, name: str) -> str:
    """Return what an answer tells under this name; raise `SlackRequestError` if it does not: its fate is unknown."""
    if not answer.get(name):
        raise SlackRequestError(f"Slack's answer lacks {name}.")
    return str(answer[name])


def _as_taken(
    call: Callable[..., SlackResponse], shown: Message, *, may_repeat: Callable[[], bool]
) -> tuple[SlackResponse, Message]:
    """Make the call, without formatting if Slack refuses that; return the answer and the message that was accepted."""
    try:
        return call(text=shown.text, blocks=shown.blocks), shown
    except SlackApiError as problem:
        if problem.response.get("error") not in BLOCKS_REFUSED or not has_rich_text(shown):
            raise
        log.warning("Slack refuses formatted text (%s); the words are posted without it.", problem.response["error"])
    if not may_repeat():
        raise TimeoutError("Slack has refused formatted text too late for another call.")
    plain = without_rich_text(shown)
    return call(text=plain.text, blocks=plain.blocks), plain
