"""What does a person read in a message, and what can they press in it?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Payload = dict[str, Any]
"""A message, a view or a field's state, as Slack sends it."""
Part = Mapping[str, Any]
"""The same, for reading only."""

SHOWN = ("title", "label", "text", "fields", "element", "elements", "accessory", "placeholder", "rows")
"""The keys of a block whose contents are on the screen, from top to bottom."""


def visible_text(message: Part) -> str:
    """Return the visible text of a message or view: its blocks, with [buttons] in brackets, or else its text."""
    shown = list(_texts(message["blocks"])) if message.get("blocks") else [message.get("text") or ""]
    return "\n".join(text for text in shown if text)


def elements(blocks: Iterable[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield each element that a person can use, with its block."""
    for block in blocks:
        used = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        yield from ((block, element) for element in used if element and "action_id" in element)


def caption(element: Part) -> str:
    """Return the caption of an element: a button's text or a menu's placeholder."""
    written = element.get("text") or element.get("placeholder") or {}
    return str(written.get("text", ""))


def transcript(messages: Iterable[Part], names: Mapping[str, str]) -> str:
    """Return messages as readable lines, with replies indented below the message that they answer."""
    messages = list(messages)
    lines = []
    for message in messages:
        if message.get("thread_ts") in {None, message["ts"]}:
            lines.append(_line(message, names, "  "))
            replies = (reply for reply in messages if reply.get("thread_ts") == message["ts"] != reply["ts"])
            lines += [_line(reply, names, "      ") for reply in replies]
    return "\n".join(lines)


def _line(message: Part, names: Mapping[str, str], indent: str) -> str:
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
