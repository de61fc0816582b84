"""An incident: one support problem that cannot be divided. Source: contract, what an incident is."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import AcknowledgedHow, Billing, Cover, Outcome, Request, SeverityLetter, Status

_NOT_CLOSED = text("status <> 'closed'")
_VERDICT_WANTED = text("billing = 'pending_verdict' AND status = 'closed'")
_CLOSED = text("outcome IS NOT NULL")
"""Being closed in other words, so that no query about verdicts uses an index of everything that is closed."""
_OF_NO_ACCOUNT = text("account_id IS NULL")
_WAITING = text("waiting_since IS NOT NULL")
_CLOSED_OF_NO_ACCOUNT = text("outcome IS NOT NULL AND account_id IS NULL")
_ASKED = text("unreachable_at IS NOT NULL")


def _list_of_things() -> Column[Any]:
    return Column(JSON, nullable=False, server_default="[]")


class Incident(SQLModel, table=True):
    """What was asked, by whom, what was promised, and who acknowledged it when."""

    __table_args__ = (
        one_of("status", Status),
        one_of("outcome", Outcome),
        CheckConstraint(
            "(status = 'closed') = (outcome IS NOT NULL) AND (outcome IS NULL) = (closed_at IS NULL)"
            " AND (outcome IS NULL) = (closed_by IS NULL)",
            name="closed_with_outcome",
        ),
        one_of("severity", SeverityLetter),
        one_of("cover", Cover),
        CheckConstraint("cover = 'business' OR contacts <> ''", name="contacts_for_24x7"),
        CheckConstraint(
            "(status <> 'open' OR acknowledged_at IS NULL)"
            " AND (status <> 'acknowledged' OR acknowledged_at IS NOT NULL)"
            " AND (acknowledged_at IS NULL) = (acknowledged_by IS NULL)"
            " AND (acknowledged_at IS NULL) = (acknowledged_how IS NULL)",
            name="acknowledged_once",
        ),
        one_of("billing", Billing),
        CheckConstraint("billing <> 'reserved' OR pack_id IS NOT NULL", name="reserved_of_pack"),
        CheckConstraint("pack_id IS NULL OR account_id IS NOT NULL", name="pack_of_account"),
        CheckConstraint("status <> 'acknowledged' OR assigned_to IS NOT NULL", name="assigned_once_acknowledged"),
        # What a customer sees first: an account's open incidents, or those of somebody without an account.
        Index("ix_incident_account_id", "account_id", "status", "deadline_at", "id"),
        Index(
            "ix_incident_opened_by",
            "opened_by",
            "status",
            "deadline_at",
            "id",
            sqlite_where=_OF_NO_ACCOUNT,
            postgresql_where=_OF_NO_ACCOUNT,
        ),
        # What is looked for again and again, among a million incidents that are closed.
        Index(
            "ix_incident_not_closed",
            "status",
            "deadline_at",
            "id",
            sqlite_where=_NOT_CLOSED,
            postgresql_where=_NOT_CLOSED,
        ),
        Index(
            "ix_incident_assigned_to",
            "assigned_to",
            "status",
            "deadline_at",
            "id",
            sqlite_where=_NOT_CLOSED,
            postgresql_where=_NOT_CLOSED,
        ),
        # For technicians who see the incidents of their own desk only.
        Index(
            "ix_incident_of_desk",
            "desk",
            "status",
            "deadline_at",
            "id",
            sqlite_where=_NOT_CLOSED,
            postgresql_where=_NOT_CLOSED,
        ),
        # Closed incidents, the latest first: all of them, and those of a desk, of a technician, of an account, and of
        # somebody without an account.
        Index("ix_incident_closed", "closed_at", "id", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
        Index("ix_incident_closed_of_desk", "desk", "closed_at", "id", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
        Index(
            "ix_incident_closed_assigned_to",
            "assigned_to",
            "closed_at",
            "id",
            sqlite_where=_CLOSED,
            postgresql_where=_CLOSED,
        ),
        Index(
            "ix_incident_closed_of_account",
            "account_id",
            "closed_at",
            "id",
            sqlite_where=_CLOSED,
            postgresql_where=_CLOSED,
        ),
        Index(
            "ix_incident_closed_of_nobody",
            "opened_by",
            "closed_at",
            "id",
            sqlite_where=_CLOSED_OF_NO_ACCOUNT,
            postgresql_where=_CLOSED_OF_NO_ACCOUNT,
        ),
        Index("ix_incident_not_closed_id", "id", sqlite_where=_NOT_CLOSED, postgresql_where=_NOT_CLOSED),
        Index(
            "ix_incident_verdict_wanted",
            "closed_at",
            "id",
            sqlite_where=_VERDICT_WANTED,
            postgresql_where=_VERDICT_WANTED,
        ),
        # The figures of a month are counted from the index alone.
        Index("ix_incident_opened_at", "opened_at", "status", "acknowledged_margin", "desk"),
        Index("ix_incident_waiting", "waiting_since", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_incident_unreachable", "id", sqlite_where=_ASKED, postgresql_where=_ASKED),
    )

    id: int | None = Field(default=None, primary_key=True)
    """The number that people say: 42 is shown as INC-42."""
    form_id: str = Field(unique=True)
    """Slack's id of the form it came from: the same form sent twice gives one incident."""
    account_id: int | None = Field(default=None, foreign_key="account.id")
    """The account that pays; None for somebody without an account, who pays for each incident."""
    pack_id: int | None = Field(default=None, foreign_key="pack.id")
    """The pack whose unit it uses; None if it is paid for individually."""
    billing: Billing = Field(default="pay_per_incident", sa_type=AutoString)
    request: Request = Field(default="incident", sa_type=AutoString)
    """What it is: "incident", or the exclusion of the contract from which a technician made an exception."""
    exception_reason: str = ""
    """Why a technician accepted what the contract does not cover; "" if it is covered."""
    title: str
    """One line, up to 150 characters, as typed."""
    description: str
    """Up to 3,000 characters, as typed."""
    product_id: int | None = Field(default=None, foreign_key="product.id")
    """None if there was no catalogue to choose from."""
    desk: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Name of the desk in the policy whose technicians look after it; "" for the first one."""
    severity: SeverityLetter = Field(sa_type=AutoString)
    cover: Cover = Field(sa_type=AutoString)
    contacts: str = ""
    """Who is reachable around the clock, as typed; never empty with 24x7 cover."""
    status: Status = Field(default="open", sa_type=AutoString)
    outcome: Outcome | None = Field(default=None, sa_type=AutoString)
    """None until it has ended."""
    closed_at: datetime | None = None
    closed_by: str | None = None
    """Slack member id of whoever closed it."""
    explanation: str = ""
    """What was typed when it was closed: why there is no solution, or why the customer withdrew it."""
    opened_by: str
    """Slack member id of the customer."""
    opened_in: str
    """Slack channel where it was filed, or the customer's member id for a direct message."""
    opened_at: datetime
    """The instant the form was sent; all counting starts here."""
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The contract frozen at filing (see rules/terms.py)."""
    deadline_at: datetime
    """The instant by which the initial response is promised."""
    acknowledged_at: datetime | None = None
    """The instant of the initial response."""
    acknowledged_by: str | None = None
    """Slack member id of the technician."""
    acknowledged_how: AcknowledgedHow | None = Field(default=None, sa_type=AutoString)
    acknowledged_margin: int | None = None
    """Seconds left to the deadline at the acknowledgement; negative when it came late."""
    margin_on_clock: int | None = None
    """The same in seconds of the promise's own clock, on which only open time may count; None if it was acknowledged
    before this was stored."""
    given_back_at: datetime | None = None
    """The instant at which somebody who had acknowledged it gave it back; nothing done earlier acknowledges it."""
    assigned_to: str | None = None
    """Slack member id of the technician who is reminded; None while it is assigned to nobody."""
    customer_updated_at: datetime | None = None
    """The instant a technician last wrote to the customer; the update clock counts from it."""
    waiting_since: datetime | None = None
    """The instant from which we have been waiting for the customer's answer; None while it is our turn."""
    waited_until: datetime | None = None
    """The instant the last such wait ended; the update clock never counts from an earlier one."""
    waited_for_customer_s: int = 0
    """Seconds of opening hours that such waits have taken, without one that is still going on."""
    closed_for_s: int = 0
    """Seconds of opening hours between closing and reopening, in which nobody waited."""
    unreachable_at: datetime | None = None
    """The instant a technician found that no contact for 24x7 cover can be reached; None while somebody can be."""
    parent_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    """The incident that it was split from."""
    duplicate_of: int | None = Field(default=None, foreign_key="incident.id", index=True)
    """The other incident about the same problem, of which this one is a duplicate."""
    follows_id: int | None = None
    """The closed incident in whose thread this one was asked for."""
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_column=_list_of_things())
    """The files that came with the form (see rules/attachments.py)."""
    extra_answers: list[dict[str, Any]] = Field(default_factory=list, sa_column=_list_of_things())
    """The provider's own questions and their answers, as they were at filing (see rules/extra.py)."""
    version: int = 1
    """Goes up by one with every change, so that outdated cards can be recognised."""

    @property
    def number(self) -> int:
        """Return the number of an incident that is stored: 42 is shown as INC-42."""
        assert self.id is not None  # noqa: S101 - the database numbers a row when it is flushed
        return self.id
