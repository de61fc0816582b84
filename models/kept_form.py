"""A form that was sent and waits for its sender's decision, so that nothing that was typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class KeptForm(SQLModel, table=True):
    """What somebody wants to file, while they are asked whether there already is an incident about it."""

    __tablename__ = "kept_form"

    form_id: str = Field(primary_key=True)
    """Slack's id of the form: the incident that is filed from it carries the same."""
    sent_by: str
    """Slack member id; nobody else can file it."""
    view: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The form as Slack sent it, as far as it is read."""
    kept_at: datetime = Field(index=True)
    """When it was kept; it is deleted when it is filed, and otherwise after some days."""
