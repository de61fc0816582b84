"""A failure: what the program could not do to one thing, how often, and why. `doctor` shows what is set aside."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_SET_ASIDE = text("set_aside_at IS NOT NULL")


class Failure(SQLModel, table=True):
    """One task that failed for one subject; see bot/guard.py."""

    __table_args__ = (
        Index("ix_failure_set_aside", "task", sqlite_where=_SET_ASIDE, postgresql_where=_SET_ASIDE),
        Index("ix_failure_last_at", "last_at"),
    )

    task: str = Field(primary_key=True)
    """What was tried, named like the function that does it: "expire_pack", "send"."""
    subject: str = Field(primary_key=True)
    """What it was tried for: the number of a row, or a message of Slack's."""
    times: int = 1
    """How often it has failed since it last succeeded."""
    since: datetime
    """When it first failed."""
    last_at: datetime
    """When it last failed."""
    cause: str
    """The kind of the exception and the place in our code, without what the exception says: that may be private."""
    set_aside_at: datetime | None = None
    """When it was given up until somebody takes it up again; None while it is still tried."""
