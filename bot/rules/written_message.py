"""A message that a person wrote or points at, as Slack gives it in an event or when a thread is read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rules.whole_message import files_of, text_of

WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of a message that a person wrote; joins, deletions and bots have others (reference/events/message)."""

POSTED = (None, "bot_message", "file_share")
"""Subtypes of a message that an app posted."""


@dataclass(frozen=True)
class WrittenMessage:
    """A message that a person wrote."""

    channel: str
    """Slack channel id."""
    ts: str
    """Timestamp that identifies the message within its channel."""
    author: str
    """Slack member id."""
    at: datetime
    text: str
    """The whole text of the message, in Slack's markup, escaped as Slack does."""
    files: list[dict[str, str]] = field(default_factory=list)
    """Name and link of each file; the link is "" if Slack gives none."""
    is_edited: bool = False
    """True if its author has edited it since."""


def read_message(message: Mapping[str, Any], *, channel: str, at: datetime) -> WrittenMessage | None:
    """Return the message if a person wrote it; None for messages of apps and of Slack itself.

    `at` is the instant at which it was written.
    """
    if message.get("subtype") not in WRITTEN or message.get("bot_id") or not message.get("user"):
        return None
    return _written(message, channel=channel, at=at, author=message["user"])


def read_of_app(message: Mapping[str, Any], *, channel: str, at: datetime, author: str) -> WrittenMessage | None:
    """Return an app's message as if written by `author`, the person who points at it; None for any other message."""
    subtype = message.get("subtype")
    if subtype not in POSTED or not (message.get("bot_id") or subtype == "bot_message"):
        return None
    return _written(message, channel=channel, at=at, author=author)


def _written(message: Mapping[str, Any], *, channel: str, at: datetime, author: str) -> WrittenMessage:
    return WrittenMessage(
        channel=channel,
        ts=message["ts"],
        author=author,
        at=at,
        text=text_of(message),
        files=files_of(message),
        is_edited="edited" in message,
    )
