"""What does a message tell people who see or hear only its text: on phones, in notifications, with a screen reader?

Its own text comes first, then the labels of its buttons, then what the blocks add to the text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.texts.length import units
from bot.texts.message import Message
from bot.texts.rich_text import written
from bot.texts.slack_text import shown

ACTS = "→ "
"""Begins the line with the labels of the buttons."""
TEXT_LIMIT = 3900
"""Maximum characters of a text: Slack asks for fewer than 4,000 (docs.slack.dev/reference/methods/chat.postMessage)."""
QUOTED = 1000
"""Maximum characters of each text that somebody typed."""


def for_text_alone(message: Message) -> Message:
    """Return the message with a text that says as much as its blocks; a text that does so already is not changed."""
    written = message.text.split("\n")
    # The line with the buttons is replaced: some buttons of a message that was posted before may be gone.
    place = next((at for at, line in enumerate(written) if line.startswith(ACTS)), len(written))
    first, rest = written[:place], written[place + 1 :]
    acts = [ACTS + " · ".join(named)] if (named := list(_acts(message.blocks))) else []
    told = "\n".join([*first, *rest])
    added = [new for piece in _pieces(message.blocks) if (new := _new_lines(piece, told))]
    return Message(_fitting([*first, *acts, *rest, *added]), message.blocks)


def _new_lines(piece: str, told: str) -> str:
    """Return the piece from the first line on that the text does not have yet; "" if the text has all of it."""
    lines = piece.split("\n")
    begin = next((at for at, line in enumerate(lines) if line not in told), len(lines))
    return "" if piece in told else "\n".join(lines[begin:])


def _fitting(lines: list[str]) -> str:
    """Return as many whole lines as fit: half a link or date would show its markup."""
    length, kept = 0, []
    for line in lines:
        length += units(line) + 1
        if length > TEXT_LIMIT:
            break
        kept.append(line)
    return "\n".join(kept)


def _acts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the labels of the buttons and selects."""
    for block in blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]
        for element in filter(None, elements):
            label = element.get("text") or element.get("placeholder")
            if isinstance(label, Mapping):
                yield shown(label["text"])


def _pieces(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the text of paragraphs, fields and small print, as mrkdwn; not of headers, which the text repeats."""
    for block in blocks:
        if block["type"] == "rich_text":
            yield shown(written(block), QUOTED)
        texts = [block.get("text"), *block.get("fields", [])] if block["type"] == "section" else []
        texts = block["elements"] if block["type"] == "context" else texts
        for text in filter(None, texts):
            yield _piece(text)


def _piece(text: Mapping[str, Any]) -> str:
    """Return a text as mrkdwn: a label and its one-line value on one line; text that somebody typed is escaped."""
    if text["type"] == "plain_text":
        return shown(text["text"], QUOTED)
    label, _, value = text["text"].partition("\n")
    return f"{label} {value}" if label.startswith("*") and "\n" not in value else str(text["text"])
