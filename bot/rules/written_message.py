"""A message that a person wrote, as Slack gives it in an event or in a thread that is read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rules.whole_message import files_of, text_of

WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of a message that a person wrote; joins, deletions and bots have others (reference/events/message)."""


@dataclass(frozen=True)
class WrittenMessage:
    """A message that a person wrote."""

    channel: str
    """Slack channel id."""
    ts: str
    """Slack's name of the message within its channel."""
    author: str
    """Slack member id."""
    at: datetime
    text: str
    """Everything it says, in Slack's markup and escaped as Slack does."""
    files: list[dict[str, str]] = field(default_factory=list)
    """Name and link of each file; the link is "" where Slack gives none."""
    is_edited: bool = False
    """True if its author has changed it since."""


def read_message(message: Mapping[str, Any], *, channel: str, at: datetime) -> WrittenMessage | None:
    """Return the message that a person wrote at that instant; None for those of apps and of Slack itself."""
    if message.get("subtype") not in WRITTEN or message.get("bot_id") or not message.get("user"):
        return None
    return WrittenMessage(
        channel=channel,
        ts=message["ts"],
        author=message["user"],
        at=at,
        text=text_of(message),
        files=files_of(message),
        is_edited="edited" in message,
    )
