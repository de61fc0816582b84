"""Does somebody speak to Guichet? They mention it, or write to it directly."""

import re
from collections.abc import Mapping
from typing import Any

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
"""What is quoted as code: a mention in it calls nobody."""
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*)?>")
_COMMAND = re.compile(r"\A\s*/incident\b")
"""The command, typed where it is none: "/incident list" in a direct message or behind a mention."""


def is_direct(channel: str) -> bool:
    """Return True for a direct message: their ids begin with "D"."""
    return channel.startswith("D")


def speaks_to(message: Mapping[str, Any], own_id: str | None) -> bool:
    """Return True if the message mentions us outside of code; while our own id is unknown nothing does."""
    if own_id is None:
        return False
    return f"<@{own_id}" in _CODE.sub("", str(message.get("text") or ""))


def edit_of(event: Mapping[str, Any]) -> str:
    """Return Slack's name of the edit by which the event's message got its words; "" for those it was written with.

    An event of a change that left the words alone, as when Slack adds where a link leads, names no newer edit.
    """
    message, before = event.get("message") or event, event.get("previous_message") or {}
    is_same = bool(before) and before.get("text") == message.get("text")
    return str(((before if is_same else message).get("edited") or {}).get("ts") or "")


def has_new_words(event: Mapping[str, Any]) -> bool:
    """Return True for the event of an edit that changed the words of a message."""
    before = event.get("previous_message")
    edit = edit_of(event)
    return bool(edit) and (before is None or before.get("text") != (event.get("message") or {}).get("text"))


def without_mention(text: str, own_id: str | None) -> str:
    """Return what is said to us: the text without our mention, or without a first one while our id is unknown.

    The command at its beginning says nothing more.
    """
    own = _MENTION if own_id is None else re.compile(rf"<@{own_id}(?:\|[^<>]*)?>[:,]?")
    return _COMMAND.sub("", own.sub("", text, count=1 if own_id is None else 0)).strip()
