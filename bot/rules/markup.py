"""How did somebody format a text that they typed? By the signs of Slack's own markup.

Source: docs.slack.dev/messaging/formatting-message-text. The text is as it was typed: nothing is escaped, and mentions
are names. A sign that opens or closes nothing is a character like any other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Literal

Style = Literal["bold", "italic", "strike", "code"]
SIGNS: dict[Style, str] = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
"""The sign before and after words of each style."""
FENCE = "```"
"""The marker before and after lines of code."""
INDENT, DEEPEST = "    ", 8
"""Indentation of a list within a list, and the deepest level that Slack accepts."""


@dataclass(frozen=True)
class Span:
    """Words of one style; a link shows its own address, so that it leads where the reader expects."""

    text: str
    """The words, an address, or the name of an emoji."""
    kind: Literal["text", "link", "emoji"] = "text"
    styles: frozenset[Style] = frozenset()

    def written(self) -> str:
        """Return the text as it reads without formatting."""
        return f":{self.text}:" if self.kind == "emoji" else self.text


@dataclass(frozen=True)
class Passage:
    """Lines, an item of a list, a quotation or code."""

    kind: Literal["lines", "bullet", "ordered", "quote", "code"]
    spans: tuple[Span, ...]
    depth: int = 0
    """How many lists the item's list is nested in."""
    number: int = 0
    """Number of an item in an ordered list."""

    def written(self) -> str:
        """Return the text as it reads without formatting."""
        text = "".join(span.written() for span in self.spans)
        if self.kind == "quote":
            return "\n".join(f"> {line}" for line in text.split("\n"))
        mark = {"bullet": "• ", "ordered": f"{self.number}. "}.get(self.kind, "")
        return f"{INDENT * self.depth}{mark}{text}"


def parse(text: str) -> list[Passage]:
    """Return the passages of the text, in order; none for a blank text."""
    return list(_parsed(text))


@lru_cache(maxsize=32)
def _parsed(text: str) -> tuple[Passage, ...]:
    """Return the passages of a text, cached, because cards, lists and notices show the same text again and again."""
    return tuple(passage for passage in _passages(text) if any(span.text.strip() for span in passage.spans))


def is_formatted(passages: Sequence[Passage]) -> bool:
    """Return True if there is formatting that a plain text, in which Slack shows emoji, would lose."""
    return any(one.kind != "lines" or any(span.styles or span.kind == "link" for span in one.spans) for one in passages)


def unformatted(text: str) -> str:
    """Return the text without its formatting."""
    return "\n".join(passage.written() for passage in parse(text))


_CODE = re.compile(rf"{FENCE}(?!`)(?P<whole>.+?){FENCE}|^{FENCE}(?!`)(?P<open>.+)\Z", re.DOTALL | re.MULTILINE)
"""Lines of code; in a text that was cut off, the closing marker may be missing."""
_ITEM = re.compile(r"(?P<blanks>[ \t]*)(?:[•◦▪‣*-]|(?P<number>\d{1,3})\.)[ \t]+(?P<item>\S.*)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?(?P<quoted>.*)")


def _passages(text: str) -> Iterator[Passage]:
    at = 0
    for code in _CODE.finditer(text):
        yield from _lines(text[at : code.start()])
        yield Passage("code", (Span((code["whole"] or code["open"]).strip("\n")),))
        at = code.end()
    yield from _lines(text[at:])


def _lines(text: str) -> Iterator[Passage]:
    """Yield each list item by itself, and consecutive other lines of one kind together."""
    for kind, lines in groupby(text.split("\n"), key=_kind):
        if kind == "item":
            yield from filter(None, map(_item, lines))
        elif kind == "quote":
            quoted = (match["quoted"] for match in map(_QUOTE.fullmatch, lines) if match)
            yield Passage("quote", tuple(spans("\n".join(quoted))))
        else:
            yield Passage("lines", tuple(spans("\n".join(lines).rstrip().strip("\n"))))


def _kind(line: str) -> str:
    return "item" if _ITEM.fullmatch(line) else "quote" if _QUOTE.fullmatch(line) else "lines"


def _item(line: str) -> Passage | None:
    match = _ITEM.fullmatch(line)
    if match is None:
        return None
    depth = min(ceil(len(match["blanks"].expandtabs(4)) / len(INDENT)), DEEPEST)
    kind: Literal["bullet", "ordered"] = "ordered" if match["number"] else "bullet"
    return Passage(kind, tuple(spans(match["item"])), depth, int(match["number"] or 0))


def _styled(style: Style) -> str:
    """Return a pattern for text between two signs, which must touch that text and be outside words."""
    sign = re.escape(SIGNS[style])
    inner = rf"[^{sign}\n]*" if style == "code" else rf"(?=[^\s{sign}])[^{sign}\n]*(?<!\s)"
    return rf"(?<![^\W_])(?<![/\\`{sign}]){sign}(?P<{style}>{inner}(?<!{sign})){sign}(?![^\W_]|[/\\{sign}])"


_IN_ADDRESS = r"(?:\([^\s()<>\"`|]*\)|[^\s()<>\"`|])"
_ENDS_ADDRESS = r"(?:\([^\s()<>\"`|]*\)|[^\s()<>\"`|.,;:!?'…’»\]}*_~])"
_ADDRESS = rf"(?<![^\W_])(?P<link>https?://{_IN_ADDRESS}{{0,2000}}{_ENDS_ADDRESS})"
"""An address to link: it begins with http, and ends before punctuation that belongs to the sentence."""
_NAME = r"(?:\+1|-1|100|1234|(?=[0-9_'+-]*[a-z])[a-z0-9_'+-]{1,100})"
_EMOJI = re.compile(rf":({_NAME}(?:::skin-tone-[2-6])?):")
_ALL_EMOJI = rf"(?<![\w:])(?P<emoji>(?::{_NAME}:(?::skin-tone-[2-6]:)?)+)(?![\w:])"
_TWICE = r"(?<![^\W_])(?<![/\\`*])\*\*(?P<strong>(?=[^\s*])[^*\n]*(?<!\s))\*\*(?![^\W_]|[/\\*])"
"""Bold words as in Markdown."""
_STYLED = (_TWICE, _styled("bold"), _styled("italic"), _styled("strike"))
_INLINE = re.compile("|".join([_styled("code"), _ADDRESS, _ALL_EMOJI, *_STYLED]))


def spans(text: str, styles: frozenset[Style] = frozenset()) -> Iterator[Span]:
    """Yield the text of one or more lines in pieces of one style each."""
    at = 0
    for found in _INLINE.finditer(text):
        if before := text[at : found.start()]:
            yield Span(before, styles=styles)
        yield from _found(found, styles)
        at = found.end()
    if rest := text[at:]:
        yield Span(rest, styles=styles)


def _found(found: re.Match[str], styles: frozenset[Style]) -> Iterator[Span]:
    if found["link"]:
        yield Span(found["link"], "link", styles)
    elif found["emoji"]:
        yield from (Span(name, "emoji") for name in _EMOJI.findall(found["emoji"]))
    elif found["code"] is not None:
        yield Span(found["code"], styles=styles | {"code"})
    elif found["strong"]:
        yield from spans(found["strong"], styles | {"bold"})
    else:
        style = next(one for one in SIGNS if found[one])
        yield from spans(found[style], styles | {style})
