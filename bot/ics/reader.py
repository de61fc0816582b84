"""Reads a calendar in a process of its own: whatever is in it, it takes bounded time and memory, and none of ours.

A calendar of 2 MB keeps a processor busy for five seconds, in which nobody else would be answered; a rule for repeating
can keep it busy for ever.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from subprocess import PIPE
from threading import Event
from typing import Any

from bot.ics.unreadable import UnreadableCalendar
from bot.rules.occurrence import Attendee, Occurrence

PATIENCE_S = 30.0
"""Maximum seconds for fetching and reading a calendar."""
CHECKS_EVERY_S = 0.2
"""Seconds between two checks, while waiting, of whether the program is stopping."""


class Stopped(Exception):
    """The program is stopping, and the calendar was not read."""


@dataclass(frozen=True)
class Source:
    """Where a calendar is."""

    where: str
    """An http address, which may be secret, or the path of a file."""
    is_file: bool
    zone: str
    """Zone of times that name none."""

    def __repr__(self) -> str:
        """Return a text without the address."""
        return "Source(…)"


@dataclass(frozen=True)
class CalendarContent:
    """A calendar that was read."""

    digest: str
    """Digest of its content."""
    occurrences: list[Occurrence]
    until: datetime
    """Until when all of them are known."""
    left_out: int
    """How many events could not be understood."""


def read_calendar(
    source: Source,
    *,
    since: datetime,
    until: datetime,
    known: str = "",
    patience_s: float = PATIENCE_S,
    stopping: Event | None = None,
) -> CalendarContent | None:
    """Return what a calendar has between two instants; None if its digest is still `known`.

    Raises `UnreadableCalendar`, and `Stopped` once `stopping` is set.
    """
    question = {
        "where": source.where,
        "is_file": source.is_file,
        "zone": source.zone,
        "known": known,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    try:
        answer = _ask(json.dumps(question), ends_at=time.monotonic() + patience_s, stopping=stopping or Event())
    except subprocess.TimeoutExpired:
        raise UnreadableCalendar("timed_out") from None
    except (subprocess.SubprocessError, OSError):
        raise UnreadableCalendar("unexpected") from None
    return _read(json.loads(answer))


def _ask(question: str, *, ends_at: float, stopping: Event) -> str:
    """Return what the process answers; it is killed when its time is over. `ends_at` is on the monotonic clock."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot.ics"], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True
    ) as process:
        try:
            answer = _wait(process, question, ends_at=ends_at, stopping=stopping)
        finally:
            process.kill()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return answer


def _wait(process: subprocess.Popen[str], question: str | None, *, ends_at: float, stopping: Event) -> str:
    while True:
        try:
            return process.communicate(question, timeout=CHECKS_EVERY_S)[0]
        except subprocess.TimeoutExpired:
            question = None  # It may be passed only once; what is left of it is sent all the same.
            if stopping.is_set():
                raise Stopped from None
            if time.monotonic() >= ends_at:
                raise


def _read(answer: Mapping[str, Any]) -> CalendarContent | None:
    if "error" in answer:
        raise UnreadableCalendar(answer["error"], answer["status"])
    if "until" not in answer:
        return None
    occurrences = [_occurrence(one) for one in answer["occurrences"]]
    return CalendarContent(answer["digest"], occurrences, datetime.fromisoformat(answer["until"]), answer["left_out"])


def _occurrence(one: Mapping[str, Any]) -> Occurrence:
    attendees = tuple(Attendee(**each) for each in one["attendees"])
    starts_at, ends_at = (datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at"))
    return Occurrence(starts_at, ends_at, one["summary"], attendees)
