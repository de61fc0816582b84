"""An account: the company that pays. Packs belong to it, and only its members file against them."""

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_NAMES_CALENDAR = text("calendar IS NOT NULL")


class Account(SQLModel, table=True):
    """One paying company."""

    __table_args__ = (
        Index("ix_account_calendar", "calendar", sqlite_where=_NAMES_CALENDAR, postgresql_where=_NAMES_CALENDAR),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """What the provider calls it in lists and imports, such as "ACME"; capital letters."""
    name: str
    """What people read."""
    calendar: str | None = None
    """Name of a calendar in the policy; None for the default one."""
    locale: str | None = None
    """Language of the messages in its channel, one of those in bot/texts; None for the workspace's."""
