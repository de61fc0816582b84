"""A product that incidents are filed about."""

from sqlmodel import Field, SQLModel


class Product(SQLModel, table=True):
    """One entry of the catalogue."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """Short name that never changes, such as "exchange-2019"."""
    name: str
    """Name that people read in the form and on the cards."""
