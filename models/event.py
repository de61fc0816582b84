"""An event of the audit trail: who did what, when. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import AutoString, Field, SQLModel

from models.event_vocabulary import AccountEvent, IncidentEvent


class Event(SQLModel, table=True):
    """One act on an incident or an account."""

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    """The account it concerns, if it is about one and not about an incident."""
    kind: IncidentEvent | AccountEvent = Field(sa_type=AutoString)
    actor: str
    """Slack member id of whoever did it."""
    at: datetime
    """The instant it happened."""
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Values that changed, as they were."""
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The same values, as they are after the change."""
