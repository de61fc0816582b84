"""A counter: the standing message in a customer's channel with buttons for what can be asked."""

from sqlmodel import Field, SQLModel


class Counter(SQLModel, table=True):
    """Where the counter of a channel is in Slack."""

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(unique=True)
    """Slack channel id; each has one counter."""
    ts: str
    """Slack's name of the message within its channel."""
