"""A membership: why somebody belongs to an account, and may file against what it has bought."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import MembershipKind

_IS_CHANNEL = text("kind = 'channel'")
_IS_BUYER = text("is_buyer")


class Membership(SQLModel, table=True):
    """One person, e-mail domain or Slack channel that belongs to an account."""

    __table_args__ = (
        one_of("kind", MembershipKind),
        CheckConstraint("kind = 'user' OR NOT is_buyer", name="buyer_is_person"),
        UniqueConstraint("account_id", "kind", "value"),
        Index("ix_membership_value", "kind", "value"),
        Index("ix_membership_buyer", "account_id", "value", sqlite_where=_IS_BUYER, postgresql_where=_IS_BUYER),
        # A channel is the place of one account; people and domains may belong to several.
        Index("uq_membership_channel", "value", unique=True, sqlite_where=_IS_CHANNEL, postgresql_where=_IS_CHANNEL),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    kind: MembershipKind = Field(sa_type=AutoString)
    value: str
    """Slack member id, domain in lower case, or Slack channel id."""
    is_buyer: bool = False
    """True for a person who is notified of low balances and expiry."""
