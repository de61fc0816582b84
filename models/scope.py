"""A version of the scope. Source: contract, technician and customer agree on what the problem is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import ScopeSide


class Scope(SQLModel, table=True):
    """One wording of the problem, by either side; a later one never changes it."""

    __table_args__ = (
        UniqueConstraint("incident_id", "version"),
        one_of("side", ScopeSide),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by IS NULL)", name="agreed_by_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    version: int
    """1, 2, 3 … of its incident."""
    text: str
    """Up to 3,000 characters, as typed."""
    side: ScopeSide = Field(sa_type=AutoString)
    """Whose wording: a technician proposed it, or the customer amended what was proposed."""
    proposed_by: str
    """Slack member id."""
    proposed_at: datetime
    agreed_by: str | None = None
    """Slack member id of whoever agreed on the other side; None while nobody has."""
    agreed_at: datetime | None = None
