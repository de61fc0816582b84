"""A calendar of a roster: when it was last read, and what came of the last try."""

from datetime import datetime

from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import RosterPart


class RosterCalendar(SQLModel, table=True):
    """The shifts or the absences of one desk; its entries date from the last time it could be read."""

    __tablename__ = "roster_calendar"
    __table_args__ = (one_of("part", RosterPart),)

    desk: str = Field(primary_key=True)
    """Name of the desk; "" for the first one."""
    part: RosterPart = Field(primary_key=True, sa_type=AutoString)
    source: str
    """Key of the address or file (`rules/escalation.py: key_of`), as an address may be secret."""
    tried_at: datetime
    """When reading it was last tried."""
    error: str = ""
    """Why that failed, as `ics/unreadable.py` writes it; "" if it did not."""
    read_at: datetime | None = None
    """When it was last read; None if it never was."""
    known_until: datetime | None = None
    """Until when all its entries are known."""
    left_out: int = 0
    """How many of its events could not be understood."""
