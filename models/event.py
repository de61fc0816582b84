"""An event of the audit trail: who did what, when. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class Event(SQLModel, table=True):
    """One act on an incident."""

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    kind: str
    """What happened, named like the operation: "open_incident", "acknowledge_incident"."""
    actor: str
    """Slack member id of who did it."""
    at: datetime
    """The instant it happened."""
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Values that changed, as they were."""
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The same values, as they are since."""
