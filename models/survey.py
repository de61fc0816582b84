"""A survey: what somebody thinks of how an incident went. Source: contract, the questions after closing."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class Survey(SQLModel, table=True):
    """The questions to the person who filed an incident, asked once, and the answers."""

    __table_args__ = (
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality"),
        CheckConstraint("language BETWEEN 1 AND 5", name="language"),
        CheckConstraint(
            "(answered_at IS NULL) = (is_useful IS NULL) AND (answered_at IS NULL) = (quality IS NULL)"
            " AND (answered_at IS NULL) = (language IS NULL)",
            name="answered_in_full",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", unique=True)
    member: str
    """Slack member id of the person who filed the incident and is asked."""
    asked_at: datetime
    answered_at: datetime | None = None
    """The instant of the answer; None while there is none."""
    is_useful: bool | None = None
    quality: int | None = None
    """Of the answer, from 1 (poor) to 5 (very good)."""
    language: int | None = None
    """How well the language was written, from 1 to 5."""
    remarks: str = ""
    """What affected the experience, up to 3,000 characters, as typed."""
