"""The scheduler stops once its jobs have ended, but does not wait for them for ever."""

import time
from collections.abc import Callable
from threading import Event

from bot.scheduler import Scheduler


def running(job: Callable[[], object]) -> Scheduler:
    """Return a scheduler that runs the job at this moment."""
    begun, scheduler = Event(), Scheduler()
    scheduler.start()
    scheduler.add_job(lambda: (begun.set(), job()))
    assert begun.wait(5)
    scheduler.get_jobs()  # Returns once the scheduler has forgotten what it began.
    return scheduler


def test_a_job_that_runs_is_waited_for() -> None:
    ended = Event()
    scheduler = running(lambda: (time.sleep(0.2), ended.set()))
    scheduler.stop()
    assert ended.is_set()


def test_a_job_that_hangs_is_left_behind() -> None:
    goes_on = Event()
    scheduler = running(lambda: goes_on.wait(10))
    began = time.monotonic()
    scheduler.stop(within=0.2)
    assert time.monotonic() - began < 5
    goes_on.set()


def test_a_job_that_wants_to_wake_another_holds_up_nothing() -> None:
    stopping, ended = Event(), Event()

    def wake() -> None:
        stopping.wait(5)
        scheduler.get_jobs()  # It takes the scheduler's locks.
        ended.set()

    scheduler = running(wake)
    stopping.set()
    scheduler.stop()
    assert ended.is_set()
