"""A receipt: one thing that Slack delivered and that was dealt with. A second delivery of it does nothing."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Receipt(SQLModel, table=True):
    """One delivery, written in the transaction of its effect."""

    key: str = Field(primary_key=True)
    """Slack's own id of the delivery (see bot/receipts.py)."""
    received_at: datetime = Field(index=True)
    """The instant it was dealt with; old receipts are pruned."""
