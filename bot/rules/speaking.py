"""Is somebody speaking to Guichet? They are if they mention it, or write to it directly."""

import re
from collections.abc import Mapping
from typing import Any

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
"""Text quoted as code, in which a mention addresses nobody."""
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*)?>")
_COMMAND = re.compile(r"\A\s*/incident\b")
"""The command typed as text: "/incident list" in a direct message or after a mention."""


def is_direct(channel: str) -> bool:
    """Return True for the channel of a direct message, whose id begins with "D"."""
    return channel.startswith("D")


def speaks_to(message: Mapping[str, Any], own_id: str | None) -> bool:
    """Return True if the message mentions us outside of code; always False while our own id is unknown."""
    if own_id is None:
        return False
    return f"<@{own_id}" in _CODE.sub("", str(message.get("text") or ""))


def edit_of(event: Mapping[str, Any]) -> str:
    """Return the timestamp of the edit that gave the event's message its present text; "" if that is the original text.

    An event that left the text unchanged, for instance when Slack adds a link preview, is no newer edit.
    """
    message, before = event.get("message") or event, event.get("previous_message") or {}
    is_same = bool(before) and before.get("text") == message.get("text")
    return str(((before if is_same else message).get("edited") or {}).get("ts") or "")


def has_new_words(event: Mapping[str, Any]) -> bool:
    """Return True for the event of an edit that changed the text of a message."""
    before = event.get("previous_message")
    edit = edit_of(event)
    return bool(edit) and (before is None or before.get("text") != (event.get("message") or {}).get("text"))


def without_mention(text: str, own_id: str | None) -> str:
    """Return what is said to us: the text without our mention, or without the first mention if our id is unknown.

    A command typed at the beginning is removed too.
    """
    own = _MENTION if own_id is None else re.compile(rf"<@{own_id}(?:\|[^<>]*)?>[:,]?")
    return _COMMAND.sub("", own.sub("", text, count=1 if own_id is None else 0)).strip()
