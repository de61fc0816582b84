"""A pack: incidents that an account has paid for in advance. Source: contract, packs of five, valid for a year."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import ExpiryCounts

_LEFT = text("units_left > 0")


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
        Index("ix_pack_account_id", "account_id", "expires_at", "id"),
        # Packs that can still pay, among all that an account ever bought; packs with little left, to be notified of.
        Index("ix_pack_not_used_up", "account_id", "expires_at", "id", sqlite_where=_LEFT, postgresql_where=_LEFT),
        Index(
            "ix_pack_balance",
            "low_balance_notified",
            "units_left",
            sqlite_where=text("has_expired IS 0"),
            postgresql_where=text("has_expired IS false"),
        ),
        one_of("expiry_counts", ExpiryCounts),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
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
    units_left: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The sum of its ledger entries, kept up to date by the database itself: nothing else may write it."""
    has_expired: bool = False
    """True once it has expired and the units that were left have been taken."""
    low_balance_notified: bool = False
    """True once the buyers have been notified that little is left; False again when there is more."""
    expiry_notified_days: int | None = None
    """The last notice sent to the buyers, as its number of days before expiry; None if none was."""
