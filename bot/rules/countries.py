"""Which countries are there? Source: ISO 3166-1, as listed by the Unicode CLDR, without what CLDR adds."""

import re
from functools import cache

from babel import Locale

ADDED = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""CLDR codes that are not in ISO 3166-1; XK (Kosovo) is not either, but is kept because everybody uses it."""


TWO_LETTERS = re.compile(r"[A-Z]{2}")


@cache
def countries() -> frozenset[str]:
    """Return the two-letter codes of all countries."""
    return frozenset(code for code in map(str, Locale("en").territories) if TWO_LETTERS.fullmatch(code)) - ADDED


def read_country(text: str) -> str | None:
    """Return the code in capital letters; None if there is no such country."""
    code = text.strip().upper()
    return code if code in countries() else None
