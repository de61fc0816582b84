"""Is a message in Slack already? Asked when nobody knows whether an earlier try has posted it."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.operations.deliver_outbox import Ready
from bot.rules.person import is_member_id
from models import OutboxMessage

METADATA = "guichet_outbox"
"""Slack's event_type of the metadata that every post carries; the payload is the row's reference and nothing else."""

log = logging.getLogger(__name__)


def find_posted(client: WebClient, message: OutboxMessage, ready: Ready, *, since: datetime) -> tuple[str, str] | None:
    """Return channel and ts of the message if Slack shows it among what was said since then; else None."""
    channel = _channel_id(client, ready.channel)
    for one in _said_since(client, channel, ready.card_ts, since):
        payload = (one.get("metadata") or {}).get("event_payload") or {}
        if payload.get("reference") == message.reference:
            log.warning("Outbox message %s had been posted although Slack did not say so.", message.id)
            return channel, str(one["ts"])
    return None


def _said_since(client: WebClient, channel: str, thread: str | None, since: datetime) -> Iterator[dict[str, Any]]:
    """Give what was said since then, page by page, so that no more is fetched than is looked at."""
    wanted: dict[str, Any] = {
        "channel": channel,
        "oldest": str(since.timestamp()),
        "include_all_metadata": True,
        "limit": 200,
    }
    pages = client.conversations_replies(ts=thread, **wanted) if thread else client.conversations_history(**wanted)
    for page in pages:
        yield from page["messages"]


def _channel_id(client: WebClient, place: str) -> str:
    """Return the channel id; a person's direct message is opened to learn its id."""
    return str(client.conversations_open(users=place)["channel"]["id"]) if is_member_id(place) else place
