"""A card: the message that stands for an incident on one side, and the root of that side's thread."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Card(SQLModel, table=True):
    """Where an incident's card is in Slack."""

    __table_args__ = (
        CheckConstraint("side IN ('customer', 'triage')", name="side"),
        UniqueConstraint("incident_id", "side"),
        UniqueConstraint("channel", "ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    side: str
    """Customer or triage."""
    channel: str
    """Slack channel id; a direct message has one too."""
    ts: str
    """Slack's name of the message within its channel; replies carry it as thread_ts."""
