"""A claim: somebody gives an order confirmation number to get a pack. Source: contract, when the buyer has left."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import ClaimState

_WAITING = text("state = 'waiting'")


class Claim(SQLModel, table=True):
    """One number that somebody gave, right or wrong, and what a manager decided."""

    __table_args__ = (
        one_of("state", ClaimState),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("state <> 'approved' OR pack_id IS NOT NULL", name="approved_pack"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_with_reason"),
        Index("ix_claim_user_id", "user_id", "made_at"),
        Index("ix_claim_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    """Slack member id of the person who claims."""
    confirmation: str
    """The number as given, capital letters and digits only."""
    pack_id: int | None = Field(default=None, foreign_key="pack.id")
    """The pack with this number; None if there is none."""
    made_at: datetime
    made_in: str = ""
    """Slack channel id where the form was opened; "" for a direct message, and before version 0020."""
    made_below: str = ""
    """The thread there in which it can be answered; "" for none."""
    state: ClaimState = Field(default="waiting", sa_type=AutoString)
    decided_by: str | None = None
    """Slack member id of the manager."""
    decided_at: datetime | None = None
    reason: str = ""
    """Why it was refused."""
