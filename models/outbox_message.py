"""An outbox message: what is to be posted in Slack, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import member_column, one_of
from models.vocabulary import MessageState, Side

_HELD_UP = text("state IN ('parked', 'refused')")
_WAITING = text("state IN ('pending', 'parked')")
_TIMED = text("state IN ('pending', 'parked') AND run_at IS NOT NULL")
"""The same rows, worded so that PostgreSQL does not read the whole index for a query without `run_at`."""

_DONE = text("state = 'done'")
_KEPT = text("posted IS NOT NULL")
_OFFER = text("kind = 'offer'")
_ENDED_BY_ERROR = text("ended_because IS NOT NULL AND last_error IS NOT NULL")


class OutboxMessage(SQLModel, table=True):
    """One message: what, where, when, and how far it has got."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("state", MessageState),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_time"),
        one_of("side", Side),
        CheckConstraint(
            "ended_because IS NULL OR state IN ('cancelled', 'superseded', 'refused')", name="ended_with_reason"
        ),
        UniqueConstraint("incident_id", "kind", "dedup_key", "due_at"),
        # The sweep asks only "what is due?" and "is it the first in its lane?": both stay small and quick
        # however many messages wait for later or are done.
        Index("ix_outbox_message_run_at", "run_at", "id", sqlite_where=_WAITING, postgresql_where=_TIMED),
        Index(
            "ix_outbox_message_lane",
            "lane",
            "due_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_outbox_message_held_up", "state", sqlite_where=_HELD_UP, postgresql_where=_HELD_UP),
        # What may have to be brought up to date: few among all that was ever posted.
        Index("ix_outbox_message_kept", "kind", "id", sqlite_where=_KEPT, postgresql_where=_KEPT),
        Index("ix_outbox_message_offer", "lane", "id", sqlite_where=_OFFER, postgresql_where=_OFFER),
        Index("ix_outbox_message_done_at", "done_at", sqlite_where=_DONE, postgresql_where=_DONE),
        # What Slack has refused is tried again each day: few among all that has ended.
        Index(
            "ix_outbox_message_ended_by_error",
            "kind",
            "due_at",
            sqlite_where=_ENDED_BY_ERROR,
            postgresql_where=_ENDED_BY_ERROR,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(default_factory=lambda: uuid4().hex, unique=True)
    """Travels with the post as Slack message metadata, so that it can be found again; says nothing else."""
    incident_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    """None for what belongs to no incident, such as a notice to the managers."""
    kind: str
    """What is to be posted: a `Kind`, or one of another version of Guichet, which this one sets aside in the end."""
    dedup_key: str
    """Tells messages of one kind and incident apart: the warning's share, the incident's version, a manager."""
    lane: str
    """Messages of one lane are posted one after the other: "42 customer", "42 triage", "42 U0MANAGER"; never parsed."""
    side: Side | None = Field(default=None, sa_column=member_column(Side, nullable=True))
    """In whose thread of the incident; None for a direct message or a notice."""
    channel: str
    """Where it was meant to go: a Slack channel id, or a member id for a direct message."""
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What rendering needs besides the rows."""
    state: MessageState = Field(default="pending", sa_type=AutoString)
    ended_because: str | None = None
    """Why it ended without being posted (`EndedBecause`); None for what waits or is done, and before version 0007."""
    created_at: datetime
    """The instant of the operation that adds it."""
    due_at: datetime
    """The instant it is due; never changes."""
    run_at: datetime
    """The earliest instant at which it may be claimed: first `due_at`, later the end of a lease or of a back-off."""
    attempts: int = 0
    """How often it was claimed, except where it was given back untried."""
    lease_token: str | None = None
    """Who has claimed it (host:process:number); every later step must show this token."""
    maybe_sent_at: datetime | None = None
    """When a post with unknown result was first begun: it is looked for before it is posted again."""
    done_at: datetime | None = None
    """The instant we learned that it is in Slack."""
    sent_channel: str | None = None
    """Slack channel it was posted to."""
    sent_ts: str | None = None
    """Slack's name of the message within its channel."""
    posted: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    """What was posted, "text" and "blocks", if there are buttons below it that may have to go."""
    last_error: str | None = None
    """Slack's error code, or the kind of the failure, of the last try."""

    @property
    def number(self) -> int:
        """Return the number of a message that is stored."""
        assert self.id is not None  # noqa: S101 - the database numbers a row when it is flushed
        return self.id

    @property
    def incident_number(self) -> int:
        """Return the number of its incident; for kinds that always have one."""
        assert self.incident_id is not None  # noqa: S101 - a row of bot/kinds.py about an incident has its number
        return self.incident_id
