"""How long is a text for Slack? Where its documentation is unclear, the worst case for us is assumed.

It counts "characters" (docs.slack.dev/reference/block-kit/composition-objects/text-object), but does not say if one
beyond U+FFFF, such as an emoji, is one or two, or whether `&`, `<` and `>` count as they are stored: `&amp;`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator

ELLIPSIS = "…"
SECTION_LIMIT = 3000
"""Maximum characters of a section's text (docs.slack.dev/reference/block-kit/blocks)."""


def units(text: str) -> int:
    """Return the length in UTF-16 code units: two for each character beyond U+FFFF."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped_units(text: str) -> int:
    """Return the length in UTF-16 code units once `&`, `<` and `>` are escaped."""
    added = len("amp;") * text.count("&") + len("lt;") * (text.count("<") + text.count(">"))
    return units(text) + added


def beginning(text: str, limit: int, *, measure: Callable[[str], int] = units) -> str:
    """Return as much of the text's beginning as measures no more than `limit`."""
    if measure(text) <= limit:
        return text
    return text[: bisect_right(range(1, len(text) + 1), limit, key=lambda size: measure(text[:size]))]


def shorten(text: str, limit: int, *, measure: Callable[[str], int] = units) -> str:
    """Return the text, cut with an ellipsis if it measures more than `limit`."""
    if measure(text) <= limit:
        return text
    return beginning(text, limit - len(ELLIPSIS), measure=measure).rstrip() + ELLIPSIS


def pieces(text: str, *, measure: Callable[[str], int] = escaped_units) -> Iterator[str]:
    """Yield the text in pieces that each fit into a section or field, broken between lines or words where possible."""
    while text:
        cut = len(beginning(text, SECTION_LIMIT, measure=measure))
        if cut < len(text):
            cut = next((at + 1 for blank in "\n " if (at := text.rfind(blank, cut // 2, cut)) >= 0), cut)
        if piece := text[:cut].rstrip().lstrip("\n"):
            yield piece
        text = text[cut:]
