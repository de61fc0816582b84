"""A remark: what somebody wrote in a thread of an incident, which is copied to the other side."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import member_column, one_of
from models.vocabulary import Side


class Remark(SQLModel, table=True):
    """One message of a person, as it reads now; its copy is an outbox message that names it by `remark_id`."""

    __table_args__ = (
        one_of("side", Side),
        UniqueConstraint("channel", "ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    side: Side = Field(sa_column=member_column(Side))
    """In whose thread it was written."""
    channel: str
    """Slack channel id."""
    ts: str
    """Slack's name of the message within its channel."""
    author: str
    """Slack member id."""
    text: str
    """As Slack gave it, escaped as Slack does."""
    files: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Name and link of each file."""
    written_at: datetime
    is_deleted: bool = False
    """True if its author has deleted it."""
    version: int = 1
    """Goes up by one with every edit."""
