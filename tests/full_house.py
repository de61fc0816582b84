"""A saturated database: from some moment on, nobody gets a turn."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import Session

from bot.database import Database


class NoPlace:
    """A lock that can never be acquired, however long the time-out."""

    def acquire(self, *, timeout: float) -> bool:
        """Return False without waiting."""
        del timeout
        return False


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Give nobody a turn for as long as the context lasts."""
    former = database.reads, database.writes
    database.reads = database.writes = dict.fromkeys((True, False), NoPlace())  # type: ignore[arg-type]
    try:
        yield
    finally:
        database.reads, database.writes = former


@contextmanager
def full_after_commit(database: Database) -> Iterator[None]:
    """Give nobody a turn from the first commit on."""
    former = database.reads, database.writes

    def fill(_session: Session) -> None:
        database.reads = database.writes = dict.fromkeys((True, False), NoPlace())  # type: ignore[arg-type]

    event.listen(Session, "after_commit", fill)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", fill)
        database.reads, database.writes = former
