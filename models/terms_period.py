"""A terms period: a time in which one promise held. Source: contract, severity. A change keeps the earlier ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import Cover, SeverityLetter


class TermsPeriod(SQLModel, table=True):
    """What was promised from one instant on, until the next terms period of the incident; rows are only ever added."""

    __tablename__ = "terms_period"
    __table_args__ = (
        one_of("severity", SeverityLetter),
        one_of("cover", Cover),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    severity: SeverityLetter = Field(sa_type=AutoString)
    cover: Cover = Field(sa_type=AutoString)
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The contract in this terms period (see rules/terms.py)."""
    deadline_at: datetime
    """The instant by which the initial response was promised."""
    begun_at: datetime
    begun_by: str
    """Slack member id of whoever filed the incident, or changed its terms."""
    reason: str = ""
    """Why it was changed, up to 500 characters, as typed; "" for the first terms period."""
