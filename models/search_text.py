"""What is compared when somebody searches? Accents, case and the kind of blank do not count."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Text

NAME_LIMIT, CODE_LIMIT = 400, 200
"""Maximum characters of each part once folded (one letter may become eighteen): PostgreSQL indexes 2,704 bytes."""
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "\u2010": "-", "\u2011": "-", "\u2019": "'"}
)
"""Letters that Unicode does not decompose, and characters for which people type others."""
WORD_LIMIT = 40
"""Maximum characters of a word that count."""
WORDS_LIMIT = 4000
"""Maximum different words of one text: PostgreSQL takes at most a megabyte of them."""
WORD = re.compile(r"[^\W_]+")
ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu)'(?=[^\W_])")
"""The article or pronoun that French writes together with the next word."""


def folded(text: str) -> str:
    """Return the text in small letters without accents and invisible characters, with single blanks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return " ".join("".join(one for one in plain if unicodedata.category(one) not in {"Mn", "Cf"}).split())


def words_of(texts: Iterable[str], *, limit: int = WORDS_LIMIT) -> list[str]:
    """Return the different words of folded texts, in their order, each of letters and digits alone."""
    found = (word[:WORD_LIMIT] for text in texts for word in WORD.findall(ELISION.sub("", folded(text))))
    return list(dict.fromkeys(found))[:limit]


def search_text(name: str, code: str) -> str:
    """Return the text in which a search looks for each of its words; rows sorted by it are sorted by their names."""
    return f"{folded(name)[:NAME_LIMIT]}\n{folded(code)[:CODE_LIMIT]}"


def search_column() -> Column[str]:
    """Return the search column of a table with a name and a code; it is filled in for new rows, not when they change.

    Both databases compare it by code points, so that they find the same rows in the same order.
    """
    text = Text().with_variant(Text(collation="C"), "postgresql")
    return Column("search_text", text, nullable=False, default=_of_new_row)


def _of_new_row(context: Any) -> str:
    row = context.get_current_parameters()
    return search_text(row["name"], row["code"])
