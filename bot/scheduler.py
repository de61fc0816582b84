"""The scheduler of the program's jobs, which stops in an orderly way."""

from threading import Thread

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.schedulers.background import BackgroundScheduler

JOBS_END_WITHIN_S = 2.0
"""Maximum seconds to wait for running jobs; one that hangs is left behind."""


class Scheduler(BackgroundScheduler):  # type: ignore[misc] # APScheduler has no types
    """APScheduler's scheduler in threads, in UTC."""

    def __init__(self) -> None:
        self._pool = JobThreads()
        super().__init__(timezone="UTC", executors={"default": self._pool})

    def stop(self, *, within: float = JOBS_END_WITHIN_S) -> None:
        """Begin no more jobs, and wait up to `within` seconds for those running, which may still need the database.

        Not `shutdown(wait=True)`: APScheduler would hold its locks while it waits for a job that wants to wake it.
        """
        self.shutdown(wait=False)
        ending = Thread(target=self._pool.shutdown, name="jobs", daemon=True)
        ending.start()
        ending.join(within)
