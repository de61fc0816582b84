"""INDEX 2: everything that runs by itself: jobs at start, jobs that run again and again, and threads of our own.

What then happens to incidents is listed in rules/statuses.py: BY_ITSELF.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

ASK_MANAGERS = "ask_managers"
DELIVER_OUTBOX = "deliver_outbox"
RECORD_HEARTBEAT = "record_heartbeat"
AUDIT = "audit"
COUNT_CONNECTIONS = "count_connections"
WATCH_PACKS = "watch_packs"
WATCH_DUTY = "watch_duty"
SETTLE_QUESTIONS = "settle_questions"
WATCH_MANAGERS = "watch_managers"
WATCH_CHANNELS = "watch_channels"
SEND_DIGESTS = "send_digests"
READ_ROSTERS = "read_rosters"
REDRAW_HOMES = "redraw_homes"
REREAD_MISSED = "reread_missed"
MOVE_TRIAGE = "move_triage"
REREAD_THREADS = "reread_threads"
PRUNE_IDEMPOTENCY_KEYS = "prune_idempotency_keys"
FORGET_FAILURES = "forget_failures"

A_DAY = 86400.0
AT_START: dict[str, str] = {
    MOVE_TRIAGE: "jobs/move_triage.py: gives open incidents a card where their desk has another channel now",
    REREAD_MISSED: "jobs/reread_queue.py: begins to look for answers that were given while nobody listened",
}
"""Jobs that run once, when Guichet starts."""
EVERY_SECONDS: dict[str, float] = {
    DELIVER_OUTBOX: 1,  # delivery/workers.py: posts what is due, and now and then retries what Slack refuses
    REDRAW_HOMES: 1,  # jobs/redraw_homes.py: draws the App Home of whoever opens it, and again after what they do
    RECORD_HEARTBEAT: 10,  # jobs/record_heartbeat.py: records that delivery and connection are alive
    AUDIT: 60,  # jobs/auditor.py: posts missing reminders again, notifies managers of trouble, calls HEARTBEAT_URL
    COUNT_CONNECTIONS: 60,  # jobs/count_connections.py: notices another program that uses the same app token
    WATCH_CHANNELS: 60,  # jobs/watch_channels.py: notices that it is no longer in a channel that it needs
    WATCH_PACKS: 60,  # jobs/watch_packs.py: lets packs expire; warns of that, low balances and expiring certificates
    WATCH_DUTY: 10,  # jobs/watch_duty.py: ends 24x7 cover where nobody could be reached
    SETTLE_QUESTIONS: A_DAY,  # jobs/settle_questions.py: takes the buttons off settled questions that still have them
    ASK_MANAGERS: A_DAY,  # jobs/ask_managers.py: asks today's managers for the decisions that are still due
    WATCH_MANAGERS: A_DAY,  # jobs/watch_managers.py: looks up whom MANAGERS names, and reports who cannot be one
    SEND_DIGESTS: 600,  # jobs/send_digests.py: sends technicians a weekly list of what has stood still
    # jobs/reread_queue.py: reads the threads of one incident again. Most have two, and Slack lets us read about 50 a
    # minute; the rest is for finding messages that a process that died may have posted, which must not wait.
    REREAD_THREADS: 4,
    READ_ROSTERS: 300,  # jobs/read_rosters.py: reads who is on call, and who is absent
    PRUNE_IDEMPOTENCY_KEYS: 3600,  # jobs/prune_idempotency_keys.py: deletes keys of requests too old to come again
    FORGET_FAILURES: A_DAY,  # guard.py: deletes failures that did not recur
}
"""Jobs that run again and again, in threads of the scheduler; a commit that posts wakes the delivery directly."""
DUE_AT_START = (READ_ROSTERS, *(name for name, seconds in EVERY_SECONDS.items() if seconds >= A_DAY))
"""Those of them that also run at start: a program restarted every day would otherwise never do its daily jobs."""
THREADS: dict[str, str] = {
    "delivery": "delivery/workers.py: posts messages; started by a sweep or by news, ends when nothing is due",
    "watchdog": "jobs/watchdog.py: every second wakes jobs that sleep too long; ends the program if that does not help",
    "connection": "connection.py: every two seconds looks at the Socket Mode connection, and replaces a dead one",
    "web server": "http_server.py: takes Slack's requests where PORT is set",
    "look-up": "directory/people.py: asks Slack who somebody is, several people side by side",
    "lost database": "lost_database.py: saves what is left once the database is gone, and ends the program",
    "jobs": "scheduler.py: waits a while for jobs that run when the program stops",
    "closing": "app.py: closes the transport when the program stops",
    "last resort": "app.py: ends the process where stopping takes too long",
}
"""Threads beside those of the scheduler, of Bolt and of the demo, by their names."""
SLACK_S = 1.0
"""Maximum seconds that a run may be further away than planned before the clock counts as set back: clocks are adjusted
all the time."""


def plan(scheduler: BackgroundScheduler, jobs: Mapping[str, Callable[[], object]]) -> None:
    """Plan what runs again and again.

    The truth is in the tables, so a run that was missed or runs long is simply not repeated.
    """
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


def plan_at_start(scheduler: BackgroundScheduler, jobs: Mapping[str, Callable[[], object]]) -> None:
    """Run each job of `AT_START` once, however slow the start is."""
    for name in AT_START:
        scheduler.add_job(jobs[name], id=name, misfire_grace_time=None)


def run_what_is_due(scheduler: BackgroundScheduler) -> None:
    """Run each job of `DUE_AT_START` now."""
    for name in DUE_AT_START:
        run_now(scheduler, name)


def run_now(scheduler: BackgroundScheduler, name: str) -> None:
    """Pull a job's next run forward to this instant."""
    scheduler.modify_job(name, next_run_time=datetime.now(UTC))


def pull_forward(scheduler: BackgroundScheduler) -> None:
    """Run now every job whose next run is further away than it can be unless the clock was set back."""
    now = datetime.now(UTC)
    for name, seconds in EVERY_SECONDS.items():
        job = scheduler.get_job(name)
        if job and job.next_run_time and job.next_run_time - now > timedelta(seconds=seconds + SLACK_S):
            run_now(scheduler, name)
