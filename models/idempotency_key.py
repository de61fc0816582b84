"""An idempotency key: the name of one thing that Slack sent and that was dealt with. A repetition has no effect."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class IdempotencyKey(SQLModel, table=True):
    """The key of one request or event, written in the transaction of its effect."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True)
    """Slack's own id of what it sent (see bot/idempotency.py); it is compared as a whole."""
    channel: str | None = None
    """Where a message to Guichet was written; None for everything else."""
    person: str | None = None
    """Who wrote it; None for everything else."""
    received_at: datetime = Field(index=True)
    """The instant it was dealt with; old keys are pruned."""
