"""A product that incidents are filed about. Source: contract, the whole lifecycle of a product is covered."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.search_text import search_column


class Product(SQLModel, table=True):
    """One product of the catalogue."""

    __table_args__ = (
        CheckConstraint("extended_end >= mainstream_end", name="lifecycle"),
        Index("ix_product_search_text", "search_text", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """The provider's own code, stable across renamings."""
    name: str
    """What people read, such as "Mail Server 2022"."""
    mainstream_end: date | None = None
    """The last day of mainstream support; None while nobody knows."""
    extended_end: date | None = None
    """The last day of extended support, which is the last day of all; None while nobody knows."""
    search_text: str | None = Field(default=None, sa_column=search_column())
    """What a search compares; None until the row is stored."""
