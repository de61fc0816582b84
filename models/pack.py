"""A pack: incidents that an account has paid for in advance. Source: contract, packs of five, valid for a year."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import ExpiryCounts


class Pack(SQLModel, table=True):
    """What was bought; what became of each unit is in the ledger."""

    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("expires_on > bought_on", name="lasts"),
        Index(
            "ix_pack_valid",
            "expires_at",
            sqlite_where=text("has_expired IS 0"),
            postgresql_where=text("has_expired IS false"),
        ),
        one_of("expiry_counts", ExpiryCounts),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    confirmation: str = Field(unique=True)
    """Order confirmation number, capital letters and digits only: the proof of purchase."""
    size: int
    """How many incidents were bought."""
    bought_on: date
    expires_on: date
    """The first day on which it is no longer valid."""
    expires_at: datetime = Field(index=True)
    """The instant at which that day begins in the zone of the account's calendar."""
    expiry_counts: ExpiryCounts = Field(sa_type=AutoString)
    """Frozen when it was granted."""
    has_expired: bool = False
    """True once what was left has been taken."""
    low_balance_notified: bool = False
    """True once the buyers have been notified that little is left; False again when it is more."""
    expiry_notified_days: int | None = None
    """The number of days before expiry of which the buyers were notified last; None if never."""
