"""The identity of this database: one row, made with its tables, which tells it from every other one."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class Installation(SQLModel, table=True):
    """Which Guichet this is, whatever process runs on it."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, primary_key=True)
    identity: str
    """Random; Slack's metadata of each message that is posted carries it."""
