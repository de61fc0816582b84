"""Which pieces are messages built from? Slack's blocks, checked against Slack's limits when they are made."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.facts.counted import COUNT_LIMIT, is_more
from bot.messages.rich_text import rich_text, to_draw
from bot.rules.plain_text import unturned
from bot.texts.catalogue import Words
from bot.texts.length import ELLIPSIS, SECTION_LIMIT, escaped_units, pieces, shorten, units
from bot.texts.message import Message

HEADER_LIMIT = 150
"""Maximum characters of a header (docs.slack.dev/reference/block-kit/blocks)."""
MESSAGE_LIMIT = 12_000
"""Slack's own maximum characters of a message; blocks of about 13,200 characters in all are refused as too long."""


BLOCKS_LIMIT = 13_000
"""Maximum characters of all texts in a message together."""
LEAVES = ("text", "link", "emoji")
"""Types of the elements of rich text."""


@cache
def _validators(kind: type[JsonObject]) -> tuple[str, ...]:
    """Return the names of the methods that check an object of this class against Slack's limits."""
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))


def _validate(checked: JsonObject) -> None:
    """Raise SlackObjectFormationError if the object breaks one of Slack's limits."""
    for name in _validators(type(checked)):
        getattr(checked, name)()


MAY_BE_EMPTY = {(one["type"], one["property"]) for one in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}


@cache
def _attribute_names(kind: type[JsonObject]) -> tuple[str, ...]:
    """Return the names of the attributes that such an object can have, which depend on nothing but its class."""
    return tuple(sorted(kind.__new__(kind).attributes))


def _attributes(drawn: JsonObject) -> dict[str, Any]:
    """Return what slack_sdk's own method returns: attributes that are neither None nor empty, and empty rich text."""
    found = {}
    for name in _attribute_names(type(drawn)):
        value = getattr(drawn, name, None)
        if value is None or (hasattr(value, "__len__") and not len(value) and not _may_be_empty(drawn, name)):
            continue
        found[name] = _as_json(value)
    return found


def _may_be_empty(drawn: JsonObject, name: str) -> bool:
    return (getattr(drawn, "type", None), name) in MAY_BE_EMPTY


def _as_json(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_json(one) for one in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


# slack_sdk looks for validators among all names of each object that it draws, and at each level draws again what it
# has drawn already: together, three quarters of the time that drawing takes.
JsonObject.validate_json = _validate  # type: ignore[assignment, method-assign]
JsonObject.get_non_null_attributes = _attributes  # type: ignore[assignment, method-assign]


def length_of(blocks: Any) -> int:
    """Return the length of all texts in blocks, in characters as Slack may count them at worst."""
    if isinstance(blocks, Block):
        return length_of(blocks.to_dict())
    if isinstance(blocks, dict):
        if blocks.get("type") == "mrkdwn":
            return units(blocks["text"])
        if blocks.get("type") in {"plain_text", *LEAVES}:
            return sum(escaped_units(str(blocks.get(name) or "")) for name in ("text", "url", "name"))
        return length_of(list(blocks.values()))
    return sum(map(length_of, blocks)) if isinstance(blocks, list) else 0


def message(text: str, blocks: Sequence[Block]) -> Message:
    """Return the message; raise SlackObjectFormationError if a block breaks one of Slack's limits."""
    return Message(text=text, blocks=[block.to_dict() for block in blocks])


def one_paragraph(markdown: str) -> Message:
    """Return a message of one paragraph of mrkdwn; user text in it must be escaped."""
    return message(markdown, [paragraph(markdown)])


def mentions(people: Sequence[str]) -> str:
    """Return these people as mrkdwn mentions."""
    return ", ".join(f"<@{one}>" for one in people)


def header(text: str) -> HeaderBlock:
    """Return a header of plain text, shortened to Slack's limit."""
    return HeaderBlock(text=_plain(text, HEADER_LIMIT))


def paragraph(markdown: str) -> SectionBlock:
    """Return a paragraph of mrkdwn; user text in it must be escaped."""
    return SectionBlock(text=MarkdownTextObject(text=markdown))


def quotation(text: str, *, limit: int = SECTION_LIMIT) -> Block:
    """Return a paragraph that shows user text as typed, without characters that would reverse the text after it.

    Bold words, code, lists and links are shown as such. Text longer than `limit` once escaped is shortened.
    """
    passages = to_draw(unturned(text))
    return SectionBlock(text=_plain(passages, limit)) if isinstance(passages, str) else rich_text(passages, limit=limit)


def _plain(text: str, limit: int) -> PlainTextObject:
    return PlainTextObject(text=shorten(unturned(text), limit, measure=escaped_units) or ELLIPSIS, emoji=True)


def quotations(text: str, *, limit: int) -> list[Block]:
    """Return paragraphs that show user text as `quotation` does, shortened if longer than `limit` once escaped."""
    passages = to_draw(unturned(text))
    if not isinstance(passages, str):
        return [rich_text(passages, limit=limit)]
    plain = pieces(shorten(passages, limit, measure=escaped_units))
    return [SectionBlock(text=_plain(piece, SECTION_LIMIT)) for piece in plain]


def labelled(pairs: Sequence[tuple[str, str]]) -> SectionBlock:
    """Return label and value pairs in two columns; values are mrkdwn."""
    return SectionBlock(fields=[MarkdownTextObject(text=f"*{label}*\n{value}") for label, value in pairs])


def small_print(markdown: str) -> ContextBlock:
    """Return a line in small print."""
    return ContextBlock(elements=[MarkdownTextObject(text=markdown)])


def buttons(*elements: tuple[str, str], value: str, primary: str = "") -> ActionsBlock:
    """Return a row of buttons, each given by its text and action id; the primary action stands out."""
    return ActionsBlock(
        elements=[
            ButtonElement(text=text, action_id=action, value=value, style="primary" if action == primary else None)
            for text, action in elements
        ]
    )


def button(text: str, *, action_id: str, value: str) -> ActionsBlock:
    """Return one prominent button."""
    return ActionsBlock(elements=[ButtonElement(text=text, action_id=action_id, value=value, style="primary")])


def more_line(count: int, *, shown: int, words: Words) -> list[str]:
    """Return the line saying how many of `count` are not shown, as far as they were counted; none if all are shown."""
    if count <= shown:
        return []
    return [words("list-many" if is_more(count) else "list-more", count=str(min(count, COUNT_LIMIT) - shown))]
