"""A heartbeat: when a part of the program was last seen at work. `doctor` and the auditor look at it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, false
from sqlmodel import Field, SQLModel


class Heartbeat(SQLModel, table=True):
    """The last heartbeat of one part, shared by all replicas, or of the connection of one replica."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    """The part: "delivery", "connection", "auditor", "replica host:1234"; or what was seen of other programs. It is
    compared as a whole."""
    is_replica: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Is it the connection of one replica?"""
    at: datetime
    """The instant it was last at work."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What it found or did then."""
