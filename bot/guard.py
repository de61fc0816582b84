"""One bad thing holds up nothing: every loop over many things does each of them through `Guard`.

What a piece of work raises is logged and recorded, and the next piece goes on. What fails again and again is set aside
with its cause: managers are told by the auditor, `doctor` shows it, and `guichet outbox retry` has it tried again.
"""

import logging
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session, col, delete, select

from bot.busy import Busy
from bot.clock import Clock
from bot.database import Database, DatabaseUnavailable
from models import Failure

TRIES = 5
"""Minimum failures before something is set aside."""
TRIED_FOR = timedelta(minutes=10)
"""Minimum time between the first and the last of them: what fails only because of an outage is not set aside."""
FORGOTTEN_AFTER = timedelta(days=2)
"""Time after which a failure no longer counts. It is longer than the interval of the rarest jobs, which is a day."""
REMEMBERED = 10_000
"""Maximum failing subjects that a process remembers; the rows of those it has dropped are pruned in time."""
NOT_ITS_FAULT = (DatabaseUnavailable, Busy, OperationalError, InterfaceError)
"""What a database raises while it is unavailable or busy, whatever it is used for."""

Subject = TypeVar("Subject")

log = logging.getLogger(__name__)


class Guard:
    """Tries pieces of work, each named by its task and subject; may be used by several threads at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._failing: dict[tuple[str, str], None] = {}
        """What has failed and not succeeded since, the oldest first."""
        self._recalled: set[str] = set()
        """Tasks whose failures before the start have been looked up."""

    def each(self, task: str, subjects: Iterable[Subject], work: Callable[[Subject], object]) -> None:
        """Do the work for each subject that is not set aside."""
        aside: frozenset[str] | None = None
        for subject in subjects:
            aside = self.set_aside(task) if aside is None else aside  # Mostly there is nothing to do.
            if str(subject) not in aside:
                self.attempt(task, subject, partial(work, subject))

    def attempt(self, task: str, subject: object, work: Callable[[], object]) -> bool:
        """Do the work, also for a subject that is set aside; return whether it was done without an exception."""
        try:
            work()
        except Exception as problem:
            log.exception("%s failed for %s.", task, subject)
            self.record(task, subject, problem)
            return False
        self.forget(task, str(subject))
        return True

    def record(self, task: str, subject: object, problem: Exception) -> bool:
        """Record the failure; return whether the subject is set aside by now. Raises nothing."""
        if isinstance(problem, NOT_ITS_FAULT):
            return False
        self._remember((task, str(subject)))
        try:
            with self._database.transaction() as session:
                return self._count(session, (task, str(subject)), cause_of(problem))
        except Exception:
            log.exception("The failure of %s for %s could not be recorded.", task, subject)
            return False

    def set_aside(self, task: str) -> frozenset[str]:
        """Return the subjects of the task that are set aside; none if the database cannot be read."""
        try:
            with self._database.reading() as session:
                found = select(Failure.subject).where(IS_SET_ASIDE, Failure.task == task)
                return frozenset(session.exec(found).all())
        except Exception:
            log.exception("What is set aside of %s could not be read.", task)
            return frozenset()

    def forget_old(self) -> None:
        """Delete the failures that no longer count and never came to be set aside; a failure to do so is logged."""
        now = self._clock.now()
        old = (col(Failure.set_aside_at).is_(None), col(Failure.last_at) < now - self._real(FORGOTTEN_AFTER, now))
        try:
            with self._database.transaction() as session:
                session.exec(delete(Failure).where(*old))
        except Exception:
            log.exception("Old failures could not be forgotten; trying again tomorrow.")

    def _remember(self, key: tuple[str, str]) -> None:
        self._failing[key] = None
        while len(self._failing) > REMEMBERED:
            self._failing.pop(next(iter(self._failing)), None)

    def _count(self, session: Session, key: tuple[str, str], cause: str) -> bool:
        (task, subject), now = key, self._clock.now()
        failure = session.get(Failure, key, with_for_update=True)
        is_old = (
            failure is not None
            and failure.set_aside_at is None
            and failure.last_at < now - self._real(FORGOTTEN_AFTER, now)
        )
        if failure is None or is_old:
            failure = session.merge(Failure(task=task, subject=subject, since=now, last_at=now, times=0, cause=cause))
        failure.times += 1
        failure.last_at, failure.cause = now, cause
        if failure.times >= TRIES and now - failure.since >= self._real(TRIED_FOR, now):
            failure.set_aside_at = failure.set_aside_at or now
        session.add(failure)
        return failure.set_aside_at is not None

    def _real(self, length: timedelta, now: datetime) -> timedelta:
        """Return how far the clock goes in this length of real time."""
        return self._clock.after(length) - now

    def _recall(self, task: str) -> None:
        """Remember what failed before the start, so that a success now ends it."""
        if task in self._recalled:
            return
        with self._database.reading() as session:
            found = session.exec(select(Failure.subject).where(Failure.task == task).limit(REMEMBERED)).all()
        self._recalled.add(task)
        for subject in found:
            self._remember((task, subject))

    def forget(self, task: str, subject: str) -> None:
        """Delete the failures of a subject that has now succeeded; raises nothing."""
        try:
            self._recall(task)
            if (task, subject) not in self._failing:
                return
            self._failing.pop((task, subject), None)
            with self._database.transaction() as session:
                session.exec(delete(Failure).where(col(Failure.task) == task, col(Failure.subject) == subject))
        except Exception:
            log.exception("The failures of %s for %s could not be forgotten.", task, subject)


IS_SET_ASIDE = text("failure.set_aside_at IS NOT NULL")
"""Written as text, so that the databases see that their partial index on these rows applies."""


def things_set_aside(session: Session, *, limit: int) -> list[Failure]:
    """Return what is set aside, the newest first."""
    newest = col(Failure.set_aside_at).desc()
    return list(session.exec(select(Failure).where(IS_SET_ASIDE).order_by(newest).limit(limit)))


def take_up_again(session: Session) -> int:
    """Make everything that is set aside due to be tried again; return how many things that is."""
    return int(session.exec(delete(Failure).where(IS_SET_ASIDE)).rowcount)


def cause_of(problem: Exception) -> str:
    """Return for instance "ValueError in expiry.py:42": what happened where, without the exception's own words."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [one for one in frames if "/bot/" in one.filename] or frames
    where = f" in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(problem).__name__}{where}"
