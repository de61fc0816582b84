"""Everybody wants the database at once: from some moment on nobody's turn comes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import Session

from bot.database import Database


class NoPlace:
    """A lock that nobody is given, however long they wait."""

    def acquire(self, *, timeout: float) -> bool:
        """Refuse at once."""
        del timeout
        return False


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Let nobody have a turn."""
    former = database.reads, database.writes
    database.reads = database.writes = dict.fromkeys((True, False), NoPlace())  # type: ignore[arg-type]
    try:
        yield
    finally:
        database.reads, database.writes = former


@contextmanager
def full_after_commit(database: Database) -> Iterator[None]:
    """Let nobody have a turn once something was committed."""
    former = database.reads, database.writes

    def fill(_session: Session) -> None:
        database.reads = database.writes = dict.fromkeys((True, False), NoPlace())  # type: ignore[arg-type]

    event.listen(Session, "after_commit", fill)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", fill)
        database.reads, database.writes = former
