"""A remark: what somebody said in a thread of an incident, and must be seen on the other side too."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel


class Remark(SQLModel, table=True):
    """One message of a person, as it reads now; its copy has the kind "remark" and this number as its dedup_key."""

    __table_args__ = (
        CheckConstraint("side IN ('customer', 'triage')", name="side"),
        UniqueConstraint("channel", "ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    side: str
    """In whose thread it was written: "customer" or "triage"."""
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
    said_at: datetime
    is_deleted: bool = False
    """Has its author taken it back?"""
    version: int = 1
    """Goes up by one with every edit."""
