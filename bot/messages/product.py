"""What does `/incident products` answer? Each product, and until when it is supported."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.facts.product import CatalogueEntry
from bot.messages.blocks import message, more_line, one_paragraph, paragraph
from bot.rules.lifecycle import last_day, stage_of
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

PRODUCTS_SHOWN = 20
"""Maximum products listed; the others are counted."""
NAME_LIMIT = 200
"""Maximum characters shown of a product's name."""
TYPED_LIMIT = 100
"""Maximum characters shown of what was typed."""


def products(
    found: Sequence[CatalogueEntry], count: int, *, typed: str, words: Words, today: date, soon: timedelta
) -> Message:
    """Return one line for each product, and how many more of `count` there are; `typed` is what was searched for."""
    if not found:
        sentence = "products-not_found" if typed else "products-none"
        text = words(sentence, typed=shown(typed, TYPED_LIMIT))
        return one_paragraph(text)
    lines = [_line(one, words, today, soon=soon) for one in found]
    lines += more_line(count, shown=len(found), words=words)
    title = words("products-title")
    return message(title, [paragraph(text) for text in [title, *lines]])


def _line(product: CatalogueEntry, words: Words, today: date, *, soon: timedelta) -> str:
    ends = last_day(product.mainstream_end, product.extended_end)
    status = _status(product, words, today)
    is_near = ends is not None and today <= ends <= today + soon
    note = words.end_of_support(ends, today=today, soon=soon) if is_near else ""
    return words("products-line", product=shown(product.name, NAME_LIMIT), status=note or status)


def _status(product: CatalogueEntry, words: Words, today: date) -> str:
    """Return the lifecycle stage of a product, and until when or since when it has been in it."""
    mainstream, extended = product.mainstream_end, product.extended_end
    stage = stage_of(mainstream, extended, today=today)
    until = mainstream if stage == "mainstream" else last_day(mainstream, extended)
    if until is not None:
        return words(f"stage-{stage}", date=words.calendar_day(until))
    return words("stage-supported", date=words.calendar_day(extended)) if extended else words("stage-unknown")
