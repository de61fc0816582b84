"""The words of an incident, as a search compares them; each database keeps its own full-text index of them."""

from sqlmodel import Field, SQLModel

INDEX = "incident_words"
"""SQLite's index: a table of its module FTS5, kept up to date by triggers. PostgreSQL's is the column `document`."""


class IncidentText(SQLModel, table=True):
    """The words by which one incident can be found: each once, folded, with single blanks between them.

    All of it was written for the customer to read, or by the customer: whoever may see the incident may find it.
    """

    __tablename__ = "incident_text"

    incident_id: int = Field(primary_key=True, foreign_key="incident.id")
    owner: str
    """Whose incident it is, as one word: see `word_of_account` and `word_of_person`."""
    title: str
    description: str
    messages: str
    """From messages in its threads that both sides can read, its solutions, and what was written when it was closed."""


def word_of_account(account_id: int) -> str:
    """Return what `owner` holds for an account's incident."""
    return f"a{account_id}"


def word_of_person(member_id: str) -> str:
    """Return what `owner` holds for an incident of somebody without an account."""
    return f"m{member_id.lower()}"


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Return False for the tables of SQLite's index, which Alembic must leave alone."""
    return not (kind == "table" and name is not None and name.startswith(INDEX))
