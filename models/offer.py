"""An offer to file: what somebody said to Guichet in a channel, until an incident is made of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, false, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import OfferState, SeverityLetter

_OPEN = text("state = 'open'")


class Offer(SQLModel, table=True):
    """One message that may become an incident. There is one offer for a message, however often it is asked for."""

    __table_args__ = (
        one_of("state", OfferState),
        CheckConstraint("(state = 'used') = (incident_id IS NOT NULL)", name="used_for_incident"),
        one_of("severity", SeverityLetter),
        UniqueConstraint("channel", "message_ts"),
        # The newest in a thread, in a direct message and in a channel, among all that were ever made there.
        Index("ix_offer_thread", "channel", "thread_ts", "id"),
        Index("ix_offer_channel", "channel", "id"),
        Index("ix_offer_open", "channel", "thread_ts", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    """Slack channel id of the message."""
    message_ts: str
    """Slack's name of the message within its channel."""
    thread_ts: str
    """The thread in which the offer is posted; "" for the direct message itself."""
    author: str
    """Slack member id of the message's author: the incident is filed for them."""
    offered_by: str
    """Slack member id of the person who asked for the offer: the author, or somebody who reacted to the message."""
    account_id: int | None = Field(default=None, foreign_key="account.id")
    """The account that would pay; None if there is none, or while it is to be chosen among `choices`."""
    choices: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Numbers of the accounts to choose from; empty if there is nothing to choose."""
    pack_id: int | None = Field(default=None, foreign_key="pack.id")
    """The pack that would pay, as shown; None if the incident would be paid for individually."""
    title: str
    """One line, up to 150 characters."""
    description: str
    """Up to 3,000 characters, as typed."""
    severity: SeverityLetter | None = Field(default=None, sa_type=AutoString)
    """Severity "A", "B" or "C"; None until it is chosen."""
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """What would be promised (see rules/terms.py), for the deadlines that are shown."""
    similar: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    """Numbers of the payer's incidents that seem to be about the same problem, as shown."""
    state: OfferState = Field(default="open", sa_type=AutoString)
    """State "open", "used" (an incident was filed, or joined) or "taken_back"."""
    valid_until: datetime
    """The instant until which it can be filed as shown."""
    incident_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    """The incident that was filed, or joined; None while none was."""
    is_joined: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """True if what the message says was added to an incident that was there before."""

    @property
    def number(self) -> int:
        """Return the number of an offer that is stored."""
        assert self.id is not None  # noqa: S101 - the database numbers a row when it is flushed
        return self.id

    @property
    def incident_number(self) -> int:
        """Return the number of the incident that a used offer became or joined."""
        assert self.incident_id is not None  # noqa: S101 - both are written together
        return self.incident_id
