"""Which countries are there? Source: ISO 3166-1, as the Unicode CLDR lists it, without what CLDR adds to it."""

import re
from functools import cache

from babel import Locale

ADDED = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR's that are no countries of ISO 3166-1; XK (Kosovo) is none either, but is what everybody writes."""


TWO_LETTERS = re.compile(r"[A-Z]{2}")


@cache
def countries() -> frozenset[str]:
    """Return all codes of two letters."""
    return frozenset(code for code in map(str, Locale("en").territories) if TWO_LETTERS.fullmatch(code)) - ADDED


def read_country(text: str) -> str | None:
    """Return the code in capital letters; None if there is no such country."""
    code = text.strip().upper()
    return code if code in countries() else None
