"""Is there anything that should not be? Every minute this looks, repairs, and tells the managers once.

The monitoring is called only while all is well: a call that does not come is the alarm that works when we are down.
"""

import logging
import time
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError

from bot.clock import Clock
from bot.database import Database
from bot.operations.audit_outbox import Finding, Thresholds, look, settle
from bot.rules.workspace import Workspace

OVERDUE_AFTER = timedelta(seconds=120)
"""Time after which a message that could have been posted is overdue."""
STUCK_AFTER = timedelta(minutes=10)
"""Time after which what is overdue is stuck, and the managers are notified."""
SILENT_AFTER = timedelta(seconds=60)
"""Time without a connection after which the managers are notified."""
REFUSED_FOR = timedelta(days=1)
"""Time for which a message that Slack refuses for good keeps the audit from being clean; `doctor` shows it for ever."""
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
    ) -> None:
        self._database = database
        self._workspace = workspace
        self._clock = clock
        self._is_connected = is_connected
        self._heartbeat_url = heartbeat_url
        self._silent_after = silent_after
        self._heard_at = time.monotonic()

    def is_heard(self) -> bool:
        """Does Slack reach us just now? Asked more often than the audit runs, so that silence is timed well."""
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
            heard=self._ago(SILENT_AFTER, now),
        )
        with self._database.reading() as session:
            seen = look(session, workspace=self._workspace, thresholds=thresholds, is_silent=is_silent)
        with self._database.transaction() as session:
            return settle(session, seen=seen, workspace=self._workspace, thresholds=thresholds, now=now)

    def _ago(self, real: timedelta, now: datetime) -> datetime:
        """Return what the clock showed so much real time ago; a fast clock showed a much earlier time."""
        return now - (self._clock.after(real) - now)


def ping(url: str) -> None:
    """Tell the monitoring that all is well; a failure is only logged, and without the address, which may be secret."""
    try:
        with urllib.request.urlopen(url, timeout=PING_TIMEOUT_S):  # noqa: S310 - the settings take http addresses only
            pass
    except (OSError, HTTPException, ValueError) as problem:
        log.warning("The monitoring cannot be told that all is well: %s", _cause(problem))


def _cause(problem: Exception) -> str:
    """Return what went wrong in words of the system's and ours: an exception's own may repeat the address."""
    if isinstance(problem, HTTPError):
        return f"status {problem.code}"
    reason = getattr(problem, "reason", problem)
    return str(getattr(reason, "strerror", None) or type(reason).__name__)
