"""The wall clock jumps, drifts, changes its hour and has a leap day: nothing is early, repeated or lost."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from sqlmodel import select

from bot import timetable
from bot.app import Guichet
from bot.clock import Clock
from models import OutboxMessage
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.faults.bot_process import WrongClock
from tests.faults.load import FIRST_WARNING, file
from tests.faults.size import size
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness

SOON = timedelta(seconds=1.5)
ALIVE_WITHIN = 5.0


@contextmanager
def running(slack: FakeSlack, folder: Path, clock: Clock) -> Iterator[Guichet]:
    """Let the program work, without a door, on that clock."""
    with journey.program(slack, folder, fallback=False) as right:
        settings = right.settings
    guichet = Guichet(settings, POLICY, clock=clock)
    guichet.prepare()
    guichet.scheduler.start()
    yield guichet
    guichet.scheduler.shutdown(wait=False)
    guichet.delivery.stop()
    guichet.database.close()


@contextmanager
def watched(guichet: Guichet) -> Iterator[None]:
    """Let the watchdog watch."""
    guichet.watchdog.start()
    yield
    guichet.watchdog.stop()


def await_that(is_so: Callable[[], bool], *, seconds: float = 5) -> None:
    """Wait until it is so."""
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def said(guichet: Guichet, kind: str) -> list[OutboxMessage]:
    """Return the messages of a kind that have been delivered."""
    wanted = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == "done")
    with guichet.database.reading() as session:
        return list(session.exec(wanted))


class TestJump:
    """Somebody sets the clock of the whole machine; the scheduler reads that clock, the watchdog does not."""

    @pytest.mark.parametrize(
        ("jump", "warnings"),
        [
            (timedelta(hours=-1), 0),  # The first warning was due in a moment, and is now due in an hour.
            (timedelta(hours=1), 1),  # A minute before the deadline three warnings are due: the last is worth saying.
            (timedelta(days=1), 0),  # Long past the deadline: only the last escalation is still worth saying.
        ],
    )
    def test_of_the_clock(self, slack: FakeSlack, tmp_path: Path, jump: timedelta, warnings: int) -> None:
        with (
            freeze_time(datetime.now(UTC), tick=True, ignore=["bot.jobs", "bot.delivery"]) as wall,
            running(slack, tmp_path, Clock()) as guichet,
        ):
            with guichet.database.transaction() as session:
                file(session, at=guichet.now() - FIRST_WARNING + timedelta(minutes=1), place=CUSTOMERS)
            await_that(lambda: len(said(guichet, "triage_card")) == 1)
            before = guichet.now()
            wall.move_to(before + jump)
            assert abs(guichet.now() - before - jump) < timedelta(seconds=10)
            # The jump has really put every job to sleep, if it was backwards.
            assert [job.id for job in self.asleep(guichet)] == ([*timetable.EVERY_SECONDS] if jump.days < 0 else [])
            swept, set_at = guichet.delivery.last_sweep, time.perf_counter()
            with watched(guichet):
                await_that(lambda: guichet.delivery.last_sweep > swept, seconds=ALIVE_WITHIN)
                await_that(lambda: bool(said(guichet, "warning") or said(guichet, "escalation")) is (jump.days >= 0))
            assert time.perf_counter() - set_at < 2 * ALIVE_WITHIN
            assert self.asleep(guichet) == []
            self.check_said(guichet, slack, warnings, escalations=jump.days)

    def asleep(self, guichet: Guichet) -> list[Any]:
        """Return the jobs whose next run is more than an interval away, in the order of the timetable."""
        jobs = [guichet.scheduler.get_job(name) for name in timetable.EVERY_SECONDS]
        intervals = (timedelta(seconds=seconds + 5) for seconds in timetable.EVERY_SECONDS.values())
        return [job for job, most in zip(jobs, intervals, strict=True) if job.next_run_time - guichet.now() > most]

    def check_said(self, guichet: Guichet, slack: FakeSlack, warnings: int, escalations: int) -> None:
        assert len(said(guichet, "warning")) == warnings
        assert len(said(guichet, "escalation")) == max(0, escalations)
        assert all(one.done_at >= one.due_at for one in said(guichet, "warning"))
        in_thread = slack.thread(TRIAGE, slack.messages(TRIAGE)[0]["ts"])
        assert len([one for one in in_thread if "⏰" in slack.text_of(one)]) == warnings
        assert len(slack.messages(CUSTOMERS)) == 1

    @pytest.mark.parametrize("jump", [-1, 1])
    def test_while_a_message_is_on_its_way(self, slack: FakeSlack, tmp_path: Path, jump: int) -> None:
        """The lease of a call that hangs for a second ends an hour late, or seems over at once."""
        clock = WrongClock(0)
        with running(slack, tmp_path, clock) as guichet:
            slack.fail("chat.postMessage", hang=1.2, channel=CUSTOMERS)
            with guichet.database.transaction() as session:
                file(session, at=clock.now(), place=CUSTOMERS)
            await_that(lambda: slack.faults_hit == 1)
            clock.off_by = timedelta(hours=jump)
            await_that(lambda: len(said(guichet, "customer_card")) == 1)
            time.sleep(1)
            assert slack.faults_hit == 1
            assert len(slack.messages(CUSTOMERS)) == 1


class TestDrift:
    """The clock runs a tenth too fast or too slow."""

    @pytest.mark.parametrize("drift", [-0.1, 0.1])
    def test_makes_nothing_early_and_loses_nothing(self, slack: FakeSlack, tmp_path: Path, drift: float) -> None:
        clock = WrongClock(0, drift=drift)
        rounds = size(2, full=8)  # More would have to wait for the pace of their channel.
        with running(slack, tmp_path, clock) as guichet:
            with guichet.database.transaction() as session:
                for number in range(1, rounds + 1):
                    file(session, at=clock.now() - FIRST_WARNING + SOON * number, place=CUSTOMERS)
            await_that(lambda: len(said(guichet, "warning")) == rounds, seconds=20 + 2 * rounds)
            time.sleep(1)
            warned, cards = said(guichet, "warning"), said(guichet, "customer_card")
        off = clock.now() - datetime.now(UTC)
        assert abs(off) > timedelta(seconds=0.2)
        assert (off > timedelta()) == (drift > 0)
        assert len(slack.messages(CUSTOMERS)) == len(cards) == rounds
        for one in warned:
            assert timedelta() <= one.done_at - one.due_at < timedelta(seconds=ALIVE_WITHIN)


class TestCalendar:
    """Both clock changes and a leap day, on business hours in Paris: each reminder at its minute, none before."""

    @pytest.mark.parametrize(
        ("filed", "seen"),
        [
            # Friday 17:00 in winter leaves 1 h; the rest from Monday 9:00 in summer, which is 7:00 and not 8:00 UTC.
            ("2026-03-27 16:00", ["2026-03-30 08:00", "2026-03-30 09:00", "2026-03-30 09:36", "2026-03-30 10:00"]),
            # Friday 17:00 in summer leaves 1 h; the rest from Monday 9:00 in winter, which is 8:00 UTC.
            ("2026-10-23 15:00", ["2026-10-26 09:00", "2026-10-26 10:00", "2026-10-26 10:36", "2026-10-26 11:00"]),
            # Monday 28 February 2028, 17:00, leaves 1 h; the rest on the 29th from 9:00, which is 8:00 UTC.
            ("2028-02-28 16:00", ["2028-02-29 09:00", "2028-02-29 10:00", "2028-02-29 10:36", "2028-02-29 11:00"]),
        ],
    )
    def test_has_its_say(self, slack: FakeSlack, tmp_path: Path, filed: str, seen: list[str]) -> None:
        """Severity B is answered within 4 h: warned of after 2 h, 3 h and 3 h 36 min, breached after 4 h."""
        with freeze_time(filed) as wall, journey.program(slack, tmp_path, fallback=False) as guichet:
            harness = Harness(slack, guichet, wall)
            triage = harness.file(Severity="🟠 B · moderate business impact (response within 4 business hours)")[TRIAGE]
            for number, text in enumerate(seen):
                due = datetime.fromisoformat(text)
                wall.move_to(due - timedelta(seconds=1))
                harness.deliver()
                assert len(harness.thread(TRIAGE, triage)) == number
                wall.move_to(due)
                harness.deliver()
                assert len(harness.thread(TRIAGE, triage)) == number + 1
