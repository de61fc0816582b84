"""A proposed solution. Source: contract, an incident is closed once one or more solutions were proposed."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Solution(SQLModel, table=True):
    """What a technician proposed, and the customer read."""

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    """Up to 3,000 characters, as typed."""
    proposed_by: str
    """Slack member id of the technician."""
    proposed_at: datetime
