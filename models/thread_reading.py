"""A thread reading: when the threads of an incident were last read again in Slack."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class ThreadReading(SQLModel, table=True):
    """One row for each incident whose threads were read; see bot/jobs/reread_queue.py."""

    __tablename__ = "thread_reading"

    incident_id: int = Field(primary_key=True, foreign_key="incident.id")
    read_at: datetime
