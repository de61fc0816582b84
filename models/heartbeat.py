"""A heartbeat: when a part of the program was last seen at work. `doctor` and the auditor look at it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class Heartbeat(SQLModel, table=True):
    """The last heartbeat of one part; there is one row for each part, shared by all replicas."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    """The part: "delivery", "connection", "auditor", "replica host:1234"; or what was seen of other programs."""
    at: datetime
    """The instant it was last at work."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What it found or did then."""
