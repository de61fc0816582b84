"""How does a block of rich text read without formatting?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.rules.markup import INDENT
from bot.texts.length import pieces
from bot.texts.message import Message

Part = Mapping[str, Any]


def written(block: Part) -> str:
    """Return the text of a block of rich text, with marks for lists and quotations."""
    return "\n".join(line for element in block["elements"] for line in _lines(element))


def _lines(element: Part) -> Iterator[str]:
    if element["type"] != "rich_text_list":
        text = _inline(element["elements"])
        yield "\n".join(f"> {line}" for line in text.split("\n")) if element["type"] == "rich_text_quote" else text
        return
    first = element.get("offset", 0) + 1
    for number, item in enumerate(element["elements"], first):
        mark = f"{number}." if element["style"] == "ordered" else "•"
        yield f"{INDENT * element.get('indent', 0)}{mark} {_inline(item['elements'])}"


def _inline(elements: Sequence[Part]) -> str:
    return "".join(f":{one['name']}:" if one["type"] == "emoji" else one.get("text") or one["url"] for one in elements)


def has_rich_text(message: Message) -> bool:
    """Return True if the message has a block of rich text."""
    return any(block["type"] == "rich_text" for block in message.blocks)


def without_rich_text(message: Message) -> Message:
    """Return the message with its rich text as plain text, for a workspace that accepts no rich text."""
    blocks = [one for block in message.blocks for one in (_plain(block) if block["type"] == "rich_text" else [block])]
    return Message(message.text, blocks)


def _plain(block: Part) -> list[dict[str, Any]]:
    sections = ({"type": "plain_text", "text": piece, "emoji": True} for piece in pieces(written(block)))
    return [{"type": "section", "text": one} for one in sections]
