"""How do columns hold the words of models/vocabulary.py? As text, with a check that it is one of them."""

from enum import StrEnum
from typing import Any, get_args

from sqlalchemy import CheckConstraint, Column, Dialect, String, TypeDecorator


def one_of(column: str, words: Any) -> CheckConstraint:
    """Return the constraint, named like the column, that it holds one of the words of a Literal or an enum, or NULL."""
    known = get_args(words) or tuple(str(one) for one in words)
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in known)})", name=column)


def member_column(words: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    """Return a column of text that is read as a member of the enum; `one_of` must see to it that it always is one."""
    return Column(_Member(words), nullable=nullable)


class _Member(TypeDecorator[StrEnum]):
    """Text on its way into the database, a member on its way out."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's own
        return None if value is None else self.words(value)
