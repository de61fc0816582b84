"""Whose threads are read next? One queue: first where something may have been missed, then all open incidents in turn.

After a start that is every open incident: first those touched shortly before the last heartbeat, then the others by
urgency. From then on each is read once within the policy's time. One is read every few seconds, as Slack allows.
"""

import logging
import time
from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.delivery.health import heartbeat_of
from bot.facts.reread import Reread
from bot.jobs.record_heartbeat import CONNECTION
from bot.jobs.reread_threads import Rereading
from bot.operations.record_heartbeat import record_heartbeat
from bot.operations.thread_reading import record_reading
from bot.queries.thread_readings import count_unread, touched_incidents, unread_incidents, was_read_since
from bot.reports.rereading import PART

AT_ONCE = 10
"""Incidents that are read at start without a pause."""
MARGIN = timedelta(minutes=10)
"""Time before the last heartbeat in which an event may have been lost as well."""
BATCH = 100
"""Maximum incidents looked up at once."""
SILENT_S = 60.0
"""Seconds until Slack is asked again after it gave no answer."""
LOOK_AGAIN_S = 60.0
"""Seconds between two looks for incidents whose turn it is, while there are none."""
log = logging.getLogger(__name__)


class RereadQueue:
    """Reads the threads of one incident at each run."""

    def __init__(self, rereading: Rereading, *, database: Database, clock: Clock, every: timedelta) -> None:
        """`every` is the policy's time within which each open incident is read."""
        self._rereading = rereading
        self._database = database
        self._clock = clock
        self._every = every
        self._turns: deque[int] = deque()
        self._wanted: dict[int, None] = {}
        """Incidents whose threads could not be read while somebody waited for it: they come first, the oldest first."""
        self._started: datetime | None = None
        """The start after which everything is to be read once; None before it, and once that is done."""
        self._since: datetime | None = None
        """Since when something may have been missed, until what was touched then has been read."""
        self._unanswered: int | None = None
        """The last incident about which Slack gave no answer."""
        self._rests_until = 0.0
        self._running = Lock()

    def start(self) -> None:
        """Begin with what may have been missed; a few incidents are read at once."""
        try:
            self._begin()
        except Exception:
            log.exception("What was missed before the start could not be looked up; all is read in turn.")
        for _ in range(AT_ONCE):
            self.run()

    def read_in_time(self, reader: Rereading, incident_id: int, *, ends_at: float) -> Reread:
        """Read the customer's thread for somebody who waits until `ends_at`, on the monotonic clock.

        What could not be read by then is read next, whenever it was read last, and even if the incident is closed.
        """
        found = reader.customer_side(incident_id, ends_at=ends_at)
        if not found.is_read:
            self._wanted[incident_id] = None
        return found

    def run(self) -> None:
        """Read the threads of the next incident; a failure is logged, and the next run goes on with another."""
        if time.monotonic() < self._rests_until or not self._running.acquire(blocking=False):
            return
        try:
            self._read_next()
        except Exception:
            log.exception("The next threads could not be read again; going on.")
        finally:
            self._running.release()

    def _begin(self) -> None:
        self._started = self._clock.now()
        with self._database.reading() as session:
            self._since = self._missed_since(session, self._started)
            left = count_unread(session, before=self._started)
            self._turns.extend(touched_incidents(session, since=self._since - MARGIN, limit=BATCH))
        self._record(self._started, left=left)

    def _missed_since(self, session: Session, now: datetime) -> datetime:
        """Return since when something may have been missed; an earlier start may have ended before it read that."""
        alive, before = heartbeat_of(session, part=CONNECTION), heartbeat_of(session, part=PART)
        unread = before and before.facts.get("since")
        known = [alive.at if alive else now, datetime.fromisoformat(unread) if unread else now, now]
        return min(known)  # A heartbeat from the future is from before the clock was set back.

    def _read_next(self) -> None:
        if self._wanted:
            incident_id = next(iter(self._wanted))
            self._wanted.pop(incident_id)
            if not self._read(incident_id):
                self._wanted[incident_id] = None
            return
        due_before = self._due_before()
        if not self._turns:
            self._look_up(due_before)
        while self._turns:
            incident_id = self._turns.popleft()
            with self._database.reading() as session:
                if was_read_since(session, incident_id=incident_id, since=due_before):
                    continue  # By another replica, or before a reminder.
            if not self._read(incident_id):
                self._turns.appendleft(incident_id)
            return

    def _due_before(self) -> datetime:
        return self._started or self._clock.now() - (self._clock.after(self._every) - self._clock.now())

    def _look_up(self, due_before: datetime) -> None:
        with self._database.reading() as session:
            self._turns.extend(unread_incidents(session, before=due_before, limit=BATCH))
            left = count_unread(session, before=due_before)
        self._since = None
        if self._started is not None:
            self._record(self._started, left=left)
        if not self._turns:
            self._started = None
            self._rests_until = time.monotonic() + LOOK_AGAIN_S

    def _record(self, started: datetime, *, left: int) -> None:
        with self._database.transaction() as session:
            facts: dict[str, str | int] = {"started": started.isoformat(), "left": left}
            if self._since is not None:
                facts["since"] = self._since.isoformat()
            record_heartbeat(session, part=PART, at=self._clock.now(), facts=facts)

    def _read(self, incident_id: int) -> bool:
        """Read the threads of one incident; return False if Slack wants us to wait, so that it must be read later.

        If Slack gave no answer twice, it makes way for others; being unread, it comes up again after them.
        """
        found = self._rereading.incident(incident_id)
        if found.wait_s or not found.is_answered:
            self._rests_until = time.monotonic() + (found.wait_s or SILENT_S)
            makes_way = not found.is_answered and self._unanswered == incident_id
            self._unanswered = self._unanswered if found.is_answered else incident_id
            return makes_way
        # Also if it cannot be read at all, as when its channel is gone: it must not keep the others from their turn.
        with self._database.transaction() as session:
            record_reading(session, incident_id=incident_id, at=self._clock.now())
        return True
