"""How is formatted user text shown? As rich text, in which Slack parses nothing, so that it mentions and calls nobody.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from slack_sdk.models.blocks import (
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextQuoteElement,
    RichTextSectionElement,
)

from bot.rules.markup import Passage, Span, is_formatted, parse
from bot.texts.length import ELLIPSIS, escaped_units, shorten

PARTS = RichTextElementParts
PARTS_LIMIT = 1000
"""Maximum elements of one rich text; Slack's documentation gives no limit."""
WHOLE = {
    "lines": RichTextSectionElement,
    "quote": RichTextQuoteElement,
    "code": RichTextPreformattedElement,
}


def to_draw(text: str) -> Sequence[Passage] | str:
    """Return the passages of the text; the text without its formatting if it has none, or has too much."""
    passages = parse(text)
    if not is_formatted(passages):
        return text
    is_too_much = len(passages) + sum(len(one.spans) for one in passages) > PARTS_LIMIT
    return "\n".join(one.written() for one in passages) if is_too_much else passages


def rich_text(passages: Sequence[Passage], *, limit: int) -> RichTextBlock:
    """Return the block, shortened to `limit` characters as Slack may count them at worst."""
    return RichTextBlock(elements=list(_elements(list(_shortened(passages, limit)))))


def _shortened(passages: Sequence[Passage], limit: int) -> Iterator[Passage]:
    left = limit
    for passage in passages:
        kept: list[Span] = []
        left -= escaped_units(replace(passage, spans=()).written()) + 1
        for span in passage.spans:
            size = escaped_units(span.written())
            if size > left:
                yield replace(passage, spans=(*kept, _beginning(span, left)))
                return
            left -= size
            kept.append(span)
        yield replace(passage, spans=tuple(kept))


def _beginning(span: Span, limit: int) -> Span:
    """Return the beginning of a span of text, or an ellipsis: half a link or emoji would be a different one."""
    if span.kind != "text":
        return Span(ELLIPSIS)
    return replace(span, text=shorten(span.text, max(limit, len(ELLIPSIS)), measure=escaped_units))


def _elements(passages: Sequence[Passage]) -> Iterator[RichTextElement]:
    """Yield one element for each passage, and one for all items of a list."""
    for _, together in groupby(enumerate(passages), key=_list_of):
        first, *more = [passage for _, passage in together]
        if first.kind in {"bullet", "ordered"}:
            yield RichTextListElement(
                style=first.kind,
                indent=first.depth or None,
                offset=first.number - 1 if first.number > 1 else None,
                elements=[RichTextSectionElement(elements=_parts(one)) for one in (first, *more)],
            )
        else:
            yield WHOLE[first.kind](elements=_parts(first))


def _list_of(placed: tuple[int, Passage]) -> tuple[object, ...]:
    """Return a key that is the same for the items of one list: in an ordered list, each item has the next number."""
    place, passage = placed
    if passage.kind == "bullet":
        return ("bullet", passage.depth)
    return ("ordered", passage.depth, passage.number - place) if passage.kind == "ordered" else (place,)


def _parts(passage: Passage) -> list[RichTextElement]:
    return [_part(span) for span in passage.spans]


def _part(span: Span) -> RichTextElement:
    style = PARTS.TextStyle(**dict.fromkeys(span.styles, True)) if span.styles else None
    if span.kind == "link":
        return PARTS.Link(url=span.text, style=style)
    if span.kind == "emoji":
        return _emoji(span.text)
    return PARTS.Text(text=span.text, style=style)


def _emoji(name: str) -> RichTextElement:
    plain, _, tone = name.partition("::skin-tone-")
    return PARTS.Emoji(name=plain, skin_tone=int(tone) if tone else None)
