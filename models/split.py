"""A proposed split. Source: contract, an incident that can be divided is several incidents."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import SplitState

_PROPOSED = text("state = 'proposed'")


class Split(SQLModel, table=True):
    """The incidents into which one is to be divided; the customer agrees or declines."""

    __table_args__ = (
        one_of("state", SplitState),
        CheckConstraint(
            "(state IN ('agreed', 'declined')) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        Index("ix_split_proposed", "incident_id", sqlite_where=_PROPOSED, postgresql_where=_PROPOSED),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    children: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """Two to ten of them, each with "title" and "severity"."""
    state: SplitState = Field(default="proposed", sa_type=AutoString)
    """Also "replaced", by a later proposal."""
    proposed_by: str
    """Slack member id of the technician."""
    proposed_at: datetime
    decided_by: str | None = None
    """Slack member id of the customer."""
    decided_at: datetime | None = None
