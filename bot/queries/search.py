"""Which rows does somebody mean who types a part of their name or code?"""

from typing import Any

from sqlmodel import col

from models import Account, Product
from models.search_text import folded

WORDS_LIMIT = 10
"""Maximum words of a search that count."""


def is_meant(table: type[Account | Product], typed: str) -> list[Any]:
    """Return the conditions that every word is a part of name or code, accents and case aside; none for no words."""
    words = folded(typed).split()[:WORDS_LIMIT]
    return [col(table.search_text).contains(word, autoescape=True) for word in words]


def in_order(table: type[Account | Product]) -> list[Any]:
    """Return the order by name in which rows are shown; the same on each database."""
    return [col(table.search_text), col(table.id)]
