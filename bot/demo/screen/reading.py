"""What does a person read in a message, and what can be pressed in it?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.demo.screen.control import Payload

SHOWN = ("title", "label", "text", "fields", "element", "elements", "accessory", "placeholder", "rows")
"""The parts of a block that are on the screen, from top to bottom."""


def visible_text(message: Payload) -> str:
    """Return what is to be read in a message or view: its blocks, [buttons] in brackets, else its text."""
    shown = list(_texts(message["blocks"])) if message.get("blocks") else [message.get("text") or ""]
    return "\n".join(text for text in shown if text)


def pressable(blocks: Iterable[Payload]) -> Iterator[tuple[str, Payload]]:
    """Yield every element that can be pressed or chosen from, with its block's id."""
    for place, block in enumerate(blocks):
        elements = [*(block.get("elements") or []), block.get("accessory") or {}]
        for element in elements:
            if "action_id" in element:
                # Slack numbers a block that was given no id; local-slack's page does it this way.
                yield block.get("block_id", f"b{place}"), element


def caption(element: Payload) -> str:
    """Return what is written on an element: a button's text, a menu's placeholder."""
    written = element.get("text") or element.get("placeholder") or {}
    return str(written.get("text", ""))


def transcript(messages: Iterable[Payload], names: Mapping[str, str]) -> str:
    """Return messages as lines to read, each reply indented below the message that it answers."""
    messages = list(messages)
    lines = []
    for message in messages:
        if message.get("thread_ts") in {None, message["ts"]}:
            lines.append(_line(message, names, "  "))
            replies = (reply for reply in messages if reply.get("thread_ts") == message["ts"] != reply["ts"])
            lines += [_line(reply, names, "      ") for reply in replies]
    return "\n".join(lines)


def _line(message: Payload, names: Mapping[str, str], indent: str) -> str:
    who = names.get(message.get("user", ""), message.get("user") or "?")
    privately = f" (only to {names.get(message['ephemeral_to'])})" if "ephemeral_to" in message else ""
    reactions = "".join(f" :{reaction['name']}:" for reaction in message.get("reactions", []))
    text = visible_text(message).replace("\n", f"\n{indent}  ")
    return f"{indent}{who}{privately}: {text}{reactions}"


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        inner = [text for key in SHOWN if key in part for text in _texts(part[key])]
        yield from [f"[{text}]" for text in inner] if part.get("type") == "button" else inner
