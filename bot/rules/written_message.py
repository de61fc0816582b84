"""A message that a person wrote, as Slack gives it in an event or in a thread that is read again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rules.plain_text import storable

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
    """As Slack gives it, escaped as Slack does."""
    files: list[dict[str, str]] = field(default_factory=list)
    """Name and link of each file; the link is "" where Slack gives none."""
    is_edited: bool = False
    """Has its author changed it since?"""


def read_message(message: Mapping[str, Any], *, channel: str, at: datetime) -> WrittenMessage | None:
    """Return the message that a person wrote at that instant; None for those of apps and of Slack itself."""
    if message.get("subtype") not in WRITTEN or message.get("bot_id") or not message.get("user"):
        return None
    return WrittenMessage(
        channel=channel,
        ts=message["ts"],
        author=message["user"],
        at=at,
        text=storable(message.get("text") or "\n".join(_passed_on(message))),
        files=[_file(one) for one in message.get("files") or []],
        is_edited="edited" in message,
    )


def _passed_on(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands in for each message that was forwarded without a word of one's own."""
    for one in message.get("attachments") or []:
        if words := one.get("text") or one.get("fallback"):
            yield str(words)


def _file(file: Mapping[str, Any]) -> dict[str, str]:
    """Return a file's name and link; in channels shared with other companies Slack tells no more than its id."""
    name = file.get("name") or file.get("title") or file.get("id") or ""
    link = file.get("permalink") or file.get("url_private") or ""
    return {"name": storable(str(name)), "link": storable(str(link))}
