"""A fallback: a message scheduled in Slack, which Slack posts if Guichet is down and has not deleted it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import FallbackState

_SCHEDULED = text("state = 'scheduled'")


class Fallback(SQLModel, table=True):
    """The scheduled message that stands in for an incident's last warning."""

    __table_args__ = (
        one_of("state", FallbackState),
        UniqueConstraint("incident_id", "post_at"),
        Index("ix_fallback_scheduled", "post_at", sqlite_where=_SCHEDULED, postgresql_where=_SCHEDULED),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    channel: str
    """Slack channel it will be posted to."""
    scheduled_message_id: str
    """Slack's id of it, by which it is deleted."""
    post_at: datetime
    """The instant at which Slack posts it."""
    state: FallbackState = Field(default="scheduled", sa_type=AutoString)
