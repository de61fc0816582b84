"""An account: the company that pays. Packs belong to it, and only its members file against them."""

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.search_text import search_column

_NAMES_CALENDAR = text("calendar IS NOT NULL")


class Account(SQLModel, table=True):
    """One paying company."""

    __table_args__ = (
        Index("ix_account_calendar", "calendar", sqlite_where=_NAMES_CALENDAR, postgresql_where=_NAMES_CALENDAR),
        Index("ix_account_search_text", "search_text", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """What the provider calls it in lists and imports, such as "ACME"; in capital letters."""
    name: str
    """What people read."""
    calendar: str | None = None
    """Name of a calendar in the policy; None for the default one."""
    locale: str | None = None
    """Language of the messages in its channel, one of those in bot/texts; None for the workspace's."""
    search_text: str | None = Field(default=None, sa_column=search_column())
    """What a search compares; None until the row is stored."""
