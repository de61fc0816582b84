"""INDEX 2: every job, and how often it runs.

`bot/app.py: start` also adds two jobs that run once at start: `jobs/reread_threads.py` looks for answers that were
missed, and pending verdicts are asked of those who are managers now. It starts `jobs/watchdog.py`, a thread of its own.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

DELIVER_OUTBOX = "deliver_outbox"
RECORD_HEARTBEAT = "record_heartbeat"
AUDIT = "audit"
WATCH_PACKS = "watch_packs"
WATCH_DUTY = "watch_duty"
PRUNE_IDEMPOTENCY_KEYS = "prune_idempotency_keys"

EVERY_SECONDS: dict[str, float] = {
    DELIVER_OUTBOX: 1,
    RECORD_HEARTBEAT: 10,
    AUDIT: 60,
    WATCH_PACKS: 60,
    WATCH_DUTY: 10,
    PRUNE_IDEMPOTENCY_KEYS: 3600,
}
SLACK_S = 1.0
"""Maximum seconds that a run may be further away than planned without a clock that was set back: clocks are trimmed all
the time."""


def plan(scheduler: BackgroundScheduler, jobs: dict[str, Callable[[], object]]) -> None:
    """Plan all jobs; the truth is in the tables, so a run that was missed or runs long is simply not repeated."""
    for name, seconds in EVERY_SECONDS.items():
        scheduler.add_job(
            jobs[name],
            "interval",
            id=name,
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # The default of one second would drop late runs.
        )


def run_now(scheduler: BackgroundScheduler, name: str) -> None:
    """Pull a job's next run forward to this instant."""
    scheduler.modify_job(name, next_run_time=datetime.now(UTC))


def pull_forward(scheduler: BackgroundScheduler) -> None:
    """Run now every job whose next run is further away than it can be, as the clock was set back."""
    now = datetime.now(UTC)
    for name, seconds in EVERY_SECONDS.items():
        job = scheduler.get_job(name)
        if job and job.next_run_time and job.next_run_time - now > timedelta(seconds=seconds + SLACK_S):
            run_now(scheduler, name)
