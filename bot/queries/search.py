"""Which rows does somebody mean by typing part of a name or code?"""

from typing import Any

from sqlmodel import col

from models import Account, Product
from models.search_text import folded

WORDS_LIMIT = 10
"""Maximum words of a search that are used."""


def is_meant(table: type[Account | Product], typed: str) -> list[Any]:
    """Return the conditions that name or code contains each word, ignoring accents and case; none for no words."""
    words = folded(typed).split()[:WORDS_LIMIT]
    return [col(table.search_text).contains(word, autoescape=True) for word in words]


def in_order(table: type[Account | Product]) -> list[Any]:
    """Return the columns by which rows are ordered by name, in the same way on each database."""
    return [col(table.search_text), col(table.id)]
