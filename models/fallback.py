"""A fallback: a message that lies ready in Slack and speaks by itself if we do not."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_ARMED = text("state = 'armed'")


class Fallback(SQLModel, table=True):
    """The scheduled message that stands in for an incident's last warning."""

    __table_args__ = (
        CheckConstraint("state IN ('armed', 'spoken', 'withdrawn')", name="state"),
        UniqueConstraint("incident_id", "post_at"),
        Index("ix_fallback_armed", "post_at", sqlite_where=_ARMED, postgresql_where=_ARMED),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    channel: str
    """Slack channel it will be posted to."""
    scheduled_message_id: str
    """Slack's name of it, by which it is withdrawn."""
    post_at: datetime
    """The instant at which Slack posts it."""
    state: str = "armed"
    """Armed, spoken (Slack has posted it), or withdrawn (no longer needed)."""
