"""What do blocks say, in Slack's own markup? Both rich text that people write and blocks that apps build.

Source: docs.slack.dev/reference/block-kit/blocks. Of unknown kinds of blocks, the words are kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rules.markdown import as_mrkdwn
from bot.rules.markup import FENCE, INDENT, SIGNS

Part = Mapping[str, Any]
Labels = Mapping[str, str]
"""Names of channels and user groups by their ids: rich text gives only the ids."""

WORDS = (
    *("title", "subtitle", "text", "body", "label", "description", "name", "fallback", "value", "alt_text"),
    *("title_url", "url", "image_url", "video_url"),
)
"""Keys that hold words in parts of an unknown kind."""
TEXTS = ("mrkdwn", "plain_text")
PRESSED = ("button", "workflow_button", "overflow", "datepicker", "timepicker", "checkboxes", "radio_buttons")
UNREAD = ("confirm", "placeholder", "options", "option_groups", "metadata")
"""Keys of what is shown only after something is pressed."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>|]+")


def parts_in(value: Any) -> Iterator[Part]:
    """Yield the objects in a list; nothing if the value is not a list."""
    yield from (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()


def escaped(value: Any) -> str:
    """Return words escaped so that nothing in them is parsed; Slack may have escaped them already."""
    text = _AMPERSAND.sub("&amp;", str(value)) if isinstance(value, str | int | float) else ""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def linked(label: str, address: Any) -> str:
    """Return words in markup linked to an address; words and address side by side if it is not a valid one."""
    url = str(address or "")
    if not _ADDRESS.fullmatch(url):
        return " ".join(filter(None, (label, escaped(url))))
    if "<" in label:
        return f"{label} <{escaped(url)}>"
    return f"<{escaped(url)}|{label}>" if label else f"<{escaped(url)}>"


def words_of_blocks(blocks: Any, labels: Labels) -> list[str]:
    """Return the words of each block that has any."""
    found = (_words_of_block(block, labels) for block in parts_in(blocks))
    return [words for words in found if words.strip()]


def _words_of_block(block: Part, labels: Labels) -> str:
    kind = block.get("type")
    if kind == "rich_text":
        return "\n".join(_rich(one, labels) for one in parts_in(block.get("elements")))
    if kind == "markdown":
        return as_mrkdwn(str(block.get("text") or ""))
    if kind == "header" and (title := _text(block.get("text")).strip()):
        return title if set("*\n") & set(title) else f"*{title}*"
    if kind == "table":
        return _joined(_row(row, labels) for row in block.get("rows") or [] if isinstance(row, list))
    if kind == "image":
        return linked(_joined([_text(block.get("title")), escaped(block.get("alt_text"))], " "), block.get("image_url"))
    return _joined(_texts(block, labels))


def _texts(block: Part, labels: Labels) -> Iterator[str]:
    """Yield the texts of a block, in order; of elements to press or choose, only their links."""
    for name, value in block.items():
        if name in WORDS:
            yield _text(value)
        for part in parts_in(value if isinstance(value, list) else [value]) if name not in WORDS else ():
            if part.get("type") in TEXTS:
                yield _text(part)
            elif "action_id" in part or part.get("type") in PRESSED:
                yield linked(_text(part.get("text")), part["url"]) if part.get("url") else ""
            elif part.get("type") == "image" and block.get("type") == "context":
                yield escaped(part.get("alt_text"))  # The address of an icon says nothing.
            elif name not in UNREAD:
                yield _words_of_block(part, labels)


def _text(value: Any) -> str:
    """Return the words of a text object or a string."""
    if not isinstance(value, Mapping):
        return escaped(value)
    text = str(value.get("text") or "")
    return text if value.get("type") == "mrkdwn" else escaped(text)


def _row(row: list[Any], labels: Labels) -> str:
    return " | ".join(_words_of_block(cell, labels) for cell in parts_in(row))


def _joined(texts: Iterable[str], by: str = "\n") -> str:
    return by.join(text for text in texts if text.strip())


def _rich(element: Part, labels: Labels) -> str:
    """Return the markup of a paragraph, a list, a quotation or lines of code."""
    kind, inner = element.get("type"), list(parts_in(element.get("elements")))
    if kind == "rich_text_list":
        return "\n".join(_items(element, inner, labels))
    if kind == "rich_text_preformatted":
        code = "".join(_leaf(one, labels) for one in inner)
        return code if FENCE in code else f"{FENCE}\n{code}\n{FENCE}"
    words = _line(inner, labels).rstrip("\n")
    return "\n".join(f"&gt; {line}" for line in words.split("\n")) if kind == "rich_text_quote" else words


def _items(element: Part, items: list[Part], labels: Labels) -> Iterator[str]:
    depth, first = (_whole(element.get(name)) for name in ("indent", "offset"))
    for number, item in enumerate(items, first + 1):
        mark = f"{number}." if element.get("style") == "ordered" else "•"
        words = _rich(item, labels).replace("\n", f"\n{INDENT * (depth + 1)}")
        yield f"{INDENT * depth}{mark} {words}"


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value <= 1000 else 0  # noqa: PLR2004 - no list is longer


def _line(elements: list[Part], labels: Labels) -> str:
    """Return the words of a line, each between the signs of its style where the markup allows them."""
    line = ""
    words = [_leaf(one, labels) for one in elements]
    for one, text, following in zip(elements, words, [*words, ""][1:], strict=True):
        style = one.get("style")
        signs = [SIGNS[name] for name in SIGNS if style.get(name)] if isinstance(style, Mapping) else []
        line += _signed(text, signs, before=line[-1:], after=following[:1])
    return line


def _signed(text: str, signs: list[str], *, before: str, after: str) -> str:
    """Return the text with these signs around each line, where they would be read as formatting."""
    lines = text.split("\n")
    for sign in signs:
        for at, line in enumerate(lines):
            core = line.strip()
            left, right = line.partition(core)[::2] if core else (line, "")
            is_within = (at == 0 and not left and before.isalnum()) or (
                at == len(lines) - 1 and not right and after.isalnum()
            )
            if core and sign not in core and not is_within:
                lines[at] = f"{left}{sign}{core}{sign}{right}"
    return "\n".join(lines)


def _leaf(one: Part, labels: Labels) -> str:
    kind = one.get("type")
    if kind == "text":
        return escaped(one.get("text"))
    if kind == "link":
        return linked(escaped(one.get("text")), one.get("url"))
    if kind == "emoji":
        tone = f":skin-tone-{one['skin_tone']}:" if one.get("skin_tone") else ""
        return f":{escaped(one.get('name'))}:{tone}"
    if kind == "date":
        return escaped(one.get("fallback")) or _moment(one.get("timestamp"))
    if kind in {"user", "channel", "usergroup", "broadcast"}:
        return _mention(str(kind), str(one.get("range" if kind == "broadcast" else f"{kind}_id") or ""), labels)
    words = [escaped(one.get(name)) for name in WORDS if isinstance(one.get(name), str)]
    return " ".join([*words, *(_leaf(inner, labels) for inner in parts_in(one.get("elements")))])


def _mention(kind: str, target: str, labels: Labels) -> str:
    """Return a mention, labelled with its name if that is known; it is later shown as words."""
    if not re.fullmatch(r"\w+", target):
        return escaped(target)
    sign = {"user": "@", "channel": "#", "usergroup": "!subteam^", "broadcast": "!"}[kind]
    label = f"|{labels[target]}" if target in labels else ""
    return f"<{sign}{target}{label}>"


def _moment(timestamp: Any) -> str:
    try:
        return f"{EPOCH + timedelta(seconds=timestamp):%Y-%m-%d %H:%M} UTC"
    except (TypeError, ValueError, OverflowError):
        return escaped(timestamp)
