"""A former card: a message that stood for an incident on one side until another took its place."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import member_column, one_of
from models.vocabulary import Side


class FormerCard(SQLModel, table=True):
    """Where the card was, or what was posted when it was gone: what people write below it is still heard."""

    __tablename__ = "former_card"
    __table_args__ = (one_of("side", Side), UniqueConstraint("channel", "ts"))

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    side: Side = Field(sa_column=member_column(Side))
    channel: str
    """Slack channel id; a direct message has one too."""
    ts: str
    """Slack's name of the message within its channel."""
