"""The identity of this database: one row, made with its tables, which tells it apart from every other one."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class Installation(SQLModel, table=True):
    """Which Guichet this is, whichever process uses the database."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, primary_key=True)
    identity: str
    """A random value; every message that is posted carries it in its Slack metadata."""
