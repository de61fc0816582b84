"""Is anything amiss? Every minute this job looks, repairs what it can, and tells the managers once.

The monitoring is called only while all is well: a missing call is an alarm that works even when we are down.
"""

import logging
import time
import urllib.request
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException
from threading import Event
from urllib.error import HTTPError

from bot.clock import Clock
from bot.database import Database
from bot.guard import NOT_ITS_FAULT, Guard
from bot.operations.audit_incidents import Progress, Turn, next_incidents, without_reminders
from bot.operations.audit_outbox import AT_ONCE, Finding, Seen, Thresholds, look, progress_of, settle
from bot.rules.workspace import Workspace
from bot.tls import tls_for

OVERDUE_AFTER = timedelta(seconds=120)
"""Time after which a message that could have been posted is overdue."""
STUCK_AFTER = timedelta(minutes=10)
"""Time after which what is overdue is stuck, and the managers are notified."""
SILENT_AFTER = timedelta(seconds=60)
"""Time without a connection after which the managers are notified."""
REFUSED_FOR = timedelta(days=1)
"""Time for which a message that Slack refuses for good keeps the audit from being clean; `doctor` shows it for ever."""
INCIDENTS_A_MINUTE = 2_000
"""Maximum incidents looked at in turn in one audit: all of them every minute, or 120,000 within an hour."""
SETTLED_AFTER = timedelta(minutes=1)
"""Time after which the transaction that recorded an event is over."""
PIECE = 50
"""Incidents looked at between two pauses, in some 20 milliseconds."""
PAUSE_S = 0.25
"""Seconds between two pieces, in which others have the processor and the database; all of an audit take ten seconds."""
OTHERS_FOR = timedelta(hours=6)
"""Time for which another program is reported after it was seen: Slack renews connections every few hours."""
AUDIT_INCIDENT = "audit_incident"
"""The task of looking at one incident and restoring what it lacks."""
PING_TIMEOUT_S = 5
"""Maximum seconds of the call to HEARTBEAT_URL."""

log = logging.getLogger(__name__)


class Auditor:
    """Looks after the delivery and the connection."""

    def __init__(
        self,
        database: Database,
        *,
        workspace: Workspace,
        clock: Clock,
        is_connected: Callable[[], bool],
        heartbeat_url: str | None = None,
        silent_after: timedelta = SILENT_AFTER,
        stopping: Event | None = None,
        incidents_a_minute: int = INCIDENTS_A_MINUTE,
    ) -> None:
        self._database = database
        self._workspace = workspace
        self._clock = clock
        self._guard = Guard(database, clock)
        self._is_connected = is_connected
        self._heartbeat_url = heartbeat_url
        self._silent_after = silent_after
        self._stopping = stopping or Event()
        self._incidents_a_minute = incidents_a_minute
        self._heard_at = time.monotonic()
        self._again: list[int] = []
        """Incidents that could not be looked at or repaired in the last audit: they come first in the next one."""
        self._failed: list[int] = []
        """The same, of the audit under way."""

    def is_heard(self) -> bool:
        """Return True if Slack reaches us now; asked more often than the audit runs, so that silence is timed well."""
        is_connected = self._is_connected()
        if is_connected:
            self._heard_at = time.monotonic()
        return is_connected

    def run(self) -> None:
        """Audit once; a failure is logged, and the next minute tries again."""
        try:
            findings = self._audit()
        except Exception:
            log.exception("The audit could not be made; trying again in a minute.")
            return
        for finding in findings or ():
            log.warning("The audit finds: %s %s", finding.key, finding.facts)
        if findings == [] and self._heartbeat_url is not None:
            ping(self._heartbeat_url)

    def _audit(self) -> list[Finding] | None:
        is_silent = not self.is_heard() and time.monotonic() - self._heard_at > self._silent_after.total_seconds()
        now = self._clock.now()
        thresholds = Thresholds(
            overdue=self._ago(OVERDUE_AFTER, now),
            stuck=self._ago(STUCK_AFTER, now),
            refused=now - REFUSED_FOR,
            others=self._ago(OTHERS_FOR, now),
            heard=self._ago(SILENT_AFTER, now),
        )
        with self._database.reading() as session:
            findings = look(session, thresholds=thresholds, is_silent=is_silent)
            before = progress_of(session)
            turns, end = next_incidents(
                session,
                before,
                limit=self._incidents_a_minute,
                settled_before=self._ago(SETTLED_AFTER, now),
            )
        self._failed = []
        turns = [*(Turn(one, before) for one in self._again), *(one for one in turns if one.number not in self._again)]
        missing, progress = self._look_at(turns, since=thresholds.stuck)
        failed: dict[int, Exception] = {}
        with self._database.transaction() as session:
            findings_now = settle(
                session,
                seen=Seen(missing, progress or end, findings),
                workspace=self._workspace,
                thresholds=thresholds,
                on_failure=failed.__setitem__,
                now=now,
            )
        for number, problem in failed.items():
            self._guard.record(AUDIT_INCIDENT, number, problem)
        self._again = [*self._failed, *failed][:AT_ONCE]
        return findings_now

    def _look_at(self, turns: Sequence[Turn], *, since: datetime) -> tuple[list[int], Progress | None]:
        """Return which of these incidents lack a reminder, and how far the audit has come; None if it saw all.

        Read in short pieces, so that nobody waits for them. The next audit goes on where this one is interrupted.
        """
        found: list[int] = []
        aside = self._guard.set_aside(AUDIT_INCIDENT)
        sound = [one for one in turns if str(one.number) not in aside]
        for start in range(0, len(sound), PIECE):
            if start and (len(found) >= AT_ONCE or self._stopping.wait(PAUSE_S)):
                return found, sound[start - 1].progress
            try:
                found += self._found_in([one.number for one in sound[start : start + PIECE]], since)
            except NOT_ITS_FAULT:
                if not start:
                    raise
                log.exception("The audit goes no further than INC-%s.", sound[start - 1].number)
                return found, sound[start - 1].progress
        return found, None

    def _found_in(self, piece: Sequence[int], since: datetime) -> list[int]:
        """Return which of a few incidents lack a reminder; if one cannot be looked at, each is looked at by itself."""

        def look_at(*numbers: int) -> None:
            with self._database.reading() as session:
                found.extend(without_reminders(session, numbers, workspace=self._workspace, since=since))

        found: list[int] = []
        try:
            look_at(*piece)
        except NOT_ITS_FAULT:
            raise  # The database is away or busy: each by itself would fare no better.
        except Exception:
            log.exception("One of the incidents %s to %s cannot be audited.", piece[0], piece[-1])
            alone = self._guard.attempt
            self._failed += [one for one in piece if not alone(AUDIT_INCIDENT, one, partial(look_at, one))]
        return found

    def _ago(self, real: timedelta, now: datetime) -> datetime:
        """Return what the clock showed this much real time ago; a fast clock showed a much earlier time."""
        return now - (self._clock.after(real) - now)


def ping(url: str) -> None:
    """Tell the monitoring that all is well; a failure is only logged, and without the address, which may be secret."""
    try:
        with urllib.request.urlopen(url, timeout=PING_TIMEOUT_S, context=tls_for(url)):  # noqa: S310 - the settings take http addresses only
            pass
    except (OSError, HTTPException, ValueError) as problem:
        log.warning("The monitoring could not be called: %s", _cause(problem))


def _cause(problem: Exception) -> str:
    """Return what went wrong in the system's words or ours: the exception's own message may repeat the address."""
    if isinstance(problem, HTTPError):
        return f"status {problem.code}"
    reason = getattr(problem, "reason", problem)
    return str(getattr(reason, "strerror", None) or type(reason).__name__)
