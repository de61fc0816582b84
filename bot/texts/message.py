"""A rendered message: its text and its blocks, ready for the Web API."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, and the text for notifications and screen readers."""

    text: str
    """Already escaped."""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    """Ready for the Web API."""


def addressed(rendered: Message, reader: str) -> Message:
    """Return the message with a mention of its one reader above it."""
    mention = f"<@{reader}>"
    line = {"type": "context", "elements": [{"type": "mrkdwn", "text": mention}]}
    return Message(f"{mention} {rendered.text}", [line, *rendered.blocks])


def without_buttons(rendered: Message, only: Collection[str] = ()) -> Message:
    """Return the message without its buttons; with `only`, without those that have these action ids."""
    blocks = [_without(block, only) if block["type"] == "actions" else block for block in rendered.blocks]
    return Message(rendered.text, [block for block in blocks if block.get("elements") != []])


def _without(block: dict[str, Any], only: Collection[str]) -> dict[str, Any]:
    return block | {"elements": [one for one in block["elements"] if only and one["action_id"] not in only]}


def has_buttons(rendered: Message) -> bool:
    """Return True if the message has a row of buttons."""
    return any(block["type"] == "actions" for block in rendered.blocks)
