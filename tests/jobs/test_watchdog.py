"""The delivery wakes up again when the scheduler sleeps."""

import time
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler

from bot import timetable
from bot.jobs.watchdog import Watchdog


class TestWatchdog:
    """It looks at the monotonic clock, which nobody can set."""

    def test_pulls_forward_a_job_that_sleeps_for_an_hour(self) -> None:
        """As after the clock was set back: the scheduler waits for a time that is an hour away."""
        swept = Event()
        scheduler = BackgroundScheduler(timezone="UTC")
        others = dict.fromkeys(timetable.EVERY_SECONDS, lambda: None)
        timetable.plan(scheduler, {**others, timetable.DELIVER_OUTBOX: swept.set})
        scheduler.modify_job(timetable.DELIVER_OUTBOX, next_run_time=datetime.now(UTC) + timedelta(hours=1))
        scheduler.start()
        began = time.monotonic()
        watchdog = Watchdog(
            last_sweep=lambda: began,
            wake=lambda: timetable.run_now(scheduler, timetable.DELIVER_OUTBOX),
            pull_forward=lambda: None,
            give_up=lambda: None,
        )
        watchdog.start()
        try:
            assert not swept.is_set()
            assert swept.wait(5)  # The promise: the sweep goes on within five seconds.
        finally:
            watchdog.stop()
            scheduler.shutdown()

    def test_leaves_a_living_delivery_alone(self) -> None:
        woken = Event()
        watchdog = Watchdog(last_sweep=time.monotonic, wake=woken.set, pull_forward=lambda: None, give_up=woken.set)
        watchdog.start()
        assert not woken.wait(2.5)
        watchdog.stop()
