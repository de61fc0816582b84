"""A shift or an absence of one person, as a calendar of a roster has it."""

from datetime import datetime

from sqlmodel import AutoString, Field, Index, SQLModel

from models.columns import one_of
from models.vocabulary import RosterPart


class RosterEntry(SQLModel, table=True):
    """One person in one stretch of time; all entries of a calendar are replaced together."""

    __tablename__ = "roster_entry"
    __table_args__ = (
        one_of("part", RosterPart),
        Index("ix_roster_entry_desk", "desk", "part", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    desk: str
    """Name of the desk; "" for the first one."""
    part: RosterPart = Field(sa_type=AutoString)
    starts_at: datetime
    ends_at: datetime
    """The first instant after it."""
    name: str
    """What the calendar calls the person."""
    address: str = ""
    """E-mail address in lower case; "" if the calendar gives none."""
    user_id: str | None = None
    """Slack member id; None if it is not known."""
