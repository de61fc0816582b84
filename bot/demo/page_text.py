"""How does local-slack's page draw formatted text? It knows no rich text, but most of Slack's markup.

It escapes everything itself, and draws code only within a line.
"""

import re
from html import unescape
from typing import Any

from bot.rules.markup import SIGNS
from bot.texts.rich_text import written

INDENTED, NO_BREAK = re.compile(r"(?m)^(`?)( +)"), "\u00a0"
"""Spaces at the beginning of a line, which a browser would omit."""
ALIVE, TYPED = (re.compile(rf"({sign})(?=[@#!]|https?:)") for sign in ("<", "&lt;"))
"""Where typed text would become a mention or a link, as the page escapes everything itself."""
JOINED = "\\1\u2060"
"""The same with an invisible character after its first sign."""


def in_mrkdwn(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block of rich text as a paragraph that the page draws."""
    text = written({"elements": [_in_signs(one) for one in block["elements"]]})
    kept = INDENTED.sub(lambda found: found[1] + NO_BREAK * len(found[2]), text)
    return {"type": "section", "text": {"type": "mrkdwn", "text": kept}}


def unescaped(markup: str) -> str:
    """Return Slack's markup with `&`, `<` and `>` unescaped, in which typed text still cannot mention or link."""
    return unescape(TYPED.sub(JOINED, markup))


def _in_signs(element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] == "rich_text_list":
        return {**element, "elements": [_in_signs(one) for one in element["elements"]]}
    style = {"style": {"code": True}} if element["type"] == "rich_text_preformatted" else {}
    text = "".join(_signed({**one, **style}) for one in element["elements"])
    return {**element, "elements": [{"type": "text", "text": text}]}


def _signed(leaf: dict[str, Any]) -> str:
    """Return an element of rich text between the signs of its styles, line by line."""
    if leaf["type"] == "emoji":
        return f":{leaf['name']}:"
    text = f"<{leaf['url']}>" if leaf["type"] == "link" else ALIVE.sub(JOINED, str(leaf["text"]))
    for sign in (sign for style, sign in SIGNS.items() if style in leaf.get("style", {})):
        text = "\n".join(f"{sign}{line}{sign}" if line.strip() else line for line in text.split("\n"))
    return text
