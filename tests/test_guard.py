"""One bad thing holds up nothing, and what fails again and again is set aside until somebody takes it up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.busy import Busy, NoTurn
from bot.clock import Clock
from bot.database import Database
from bot.guard import FORGOTTEN_AFTER, REMEMBERED, TRIED_FOR, TRIES, Guard, take_up_again, things_set_aside
from models import Failure

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SHARE = TRIED_FOR / (TRIES - 1)
"""With this interval between attempts, the last one comes just when the time is over."""


class Standing(Clock):
    """Shows the time it was last set to."""

    def __init__(self) -> None:
        self.at_now = AT

    def now(self) -> datetime:
        """Return that time."""
        return self.at_now


class Work:
    """Work that is done for every subject but those that are broken."""

    def __init__(self, *broken: int) -> None:
        self.broken = set(broken)
        self.tried: list[int] = []

    def __call__(self, subject: int) -> None:
        """Try the subject; raises KeyError if it is broken."""
        self.tried.append(subject)
        if subject in self.broken:
            raise KeyError("a secret")


@pytest.fixture
def clock() -> Standing:
    """A clock that stands still."""
    return Standing()


@pytest.fixture
def guard(database: Database, clock: Standing) -> Guard:
    """A guard on each database."""
    return Guard(database, clock)


def run(guard: Guard, clock: Standing, work: Work, *, times: int, every: timedelta = SHARE) -> None:
    """Let the job run so often."""
    for _ in range(times):
        guard.each("count", [1, 2, 3], work)
        clock.at_now += every


def test_one_that_fails_does_not_end_the_others(guard: Guard, clock: Standing) -> None:
    work = Work(1)
    run(guard, clock, work, times=1)
    assert work.tried == [1, 2, 3]


@pytest.mark.parametrize(
    ("times", "every", "is_set_aside"),
    [
        (TRIES - 1, TRIED_FOR, False),  # too few tries
        (TRIES, SHARE, True),
        (TRIES, SHARE / 2, False),  # enough tries, in half the time
        (2 * TRIES, FORGOTTEN_AFTER + SHARE, False),  # each is the first again
    ],
)
def test_is_set_aside_after_enough_tries_in_enough_time(
    guard: Guard, clock: Standing, times: int, every: timedelta, is_set_aside: bool
) -> None:
    run(guard, clock, Work(2), times=times, every=every)
    assert guard.set_aside("count") == frozenset({"2"} if is_set_aside else ())


def test_what_is_set_aside_is_tried_again_once_it_is_taken_up(
    database: Database, guard: Guard, clock: Standing
) -> None:
    work = Work(2)
    run(guard, clock, work, times=TRIES + 3)
    assert work.tried.count(2) == TRIES
    assert work.tried.count(3) == TRIES + 3
    with database.reading() as session:
        (found,) = things_set_aside(session, limit=10)
    assert (found.task, found.subject, found.times) == ("count", "2", TRIES)
    assert found.cause.startswith("KeyError in test_guard.py:") or found.cause.startswith("KeyError in guard.py:")
    assert "secret" not in found.cause
    with database.transaction() as session:
        assert take_up_again(session) == 1
    work.broken = set()
    run(guard, clock, work, times=1)
    assert work.tried.count(2) == TRIES + 1


def test_success_starts_the_count_again(guard: Guard, clock: Standing) -> None:
    work = Work(2)
    run(guard, clock, work, times=TRIES - 1)
    work.broken = set()
    run(guard, clock, work, times=1)
    work.broken = {2}
    run(guard, clock, work, times=1)
    assert guard.set_aside("count") == frozenset()


@pytest.mark.parametrize("problem", [OperationalError("", {}, Exception()), Busy(), NoTurn()], ids=repr)
def test_a_database_that_is_away_or_busy_is_nobodys_fault(guard: Guard, clock: Standing, problem: Exception) -> None:
    for _ in range(TRIES):
        assert not guard.record("count", 1, problem)
        clock.at_now += SHARE
    assert guard.set_aside("count") == frozenset()


def test_a_success_after_a_restart_ends_what_failed_before_it(
    database: Database, guard: Guard, clock: Standing
) -> None:
    run(guard, clock, Work(2), times=TRIES)
    assert guard.set_aside("count") == {"2"}
    assert Guard(database, clock).attempt("count", 2, lambda: None)
    assert guard.set_aside("count") == frozenset()


def test_forgets_what_did_not_come_again_and_keeps_what_is_set_aside(
    database: Database, guard: Guard, clock: Standing
) -> None:
    run(guard, clock, Work(2), times=TRIES)
    run(guard, clock, Work(3), times=1)
    clock.at_now += FORGOTTEN_AFTER
    run(guard, clock, Work(1), times=1, every=timedelta())
    guard.forget_old()
    with database.reading() as session:
        assert sorted(session.exec(select(Failure.subject))) == ["1", "2"]


def test_remembers_no_more_than_its_bound(guard: Guard) -> None:
    for number in range(REMEMBERED + 100):
        guard._remember(("count", str(number)))
    assert len(guard._failing) == REMEMBERED
    assert ("count", str(REMEMBERED + 99)) in guard._failing
