"""A card: the message that stands for an incident on one side, and the root of that side's thread."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import member_column, one_of
from models.vocabulary import Side


class Card(SQLModel, table=True):
    """Where an incident's card is in Slack."""

    __table_args__ = (
        one_of("side", Side),
        UniqueConstraint("incident_id", "side"),
        UniqueConstraint("channel", "ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    side: Side = Field(sa_column=member_column(Side))
    channel: str
    """Slack channel id; a direct message has one too."""
    ts: str
    """Slack's name of the message within its channel; replies carry it as thread_ts."""
