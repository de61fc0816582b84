"""Reads a calendar in a process of its own: whatever is in it, it takes bounded time and memory, and none of ours.

A calendar of 2 MB keeps a processor busy for five seconds, in which nobody else would be answered; a rule for repeating
can keep it busy for ever.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ics.unreadable import Unreadable
from bot.rules.roster import Attendee, Occurrence

PATIENCE_S = 30.0
"""Maximum seconds for fetching and reading a calendar."""


@dataclass(frozen=True)
class Source:
    """Where a calendar is."""

    where: str
    """An http address, which may be secret, or the path of a file."""
    is_file: bool
    zone: str
    """Zone of what names none."""

    def __repr__(self) -> str:
        """Return nothing of the address."""
        return "Source(…)"


@dataclass(frozen=True)
class Reading:
    """A calendar that was read."""

    digest: str
    """Of its content."""
    occurrences: list[Occurrence]
    until: datetime
    """Until when all of them are known."""
    left_out: int
    """How many events could not be understood."""


def read_calendar(
    source: Source, *, since: datetime, until: datetime, known: str = "", patience_s: float = PATIENCE_S
) -> Reading | None:
    """Return what a calendar has between two instants; None if its digest is still `known`. Raises `Unreadable`."""
    question = {
        "where": source.where,
        "is_file": source.is_file,
        "zone": source.zone,
        "known": known,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.ics"],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("timed_out") from None
    except (subprocess.SubprocessError, OSError):
        raise Unreadable("unexpected") from None
    return _read(json.loads(done.stdout))


def _read(answer: Mapping[str, Any]) -> Reading | None:
    if "error" in answer:
        raise Unreadable(answer["error"], answer["status"])
    if "until" not in answer:
        return None
    occurrences = [_occurrence(one) for one in answer["occurrences"]]
    return Reading(answer["digest"], occurrences, datetime.fromisoformat(answer["until"]), answer["left_out"])


def _occurrence(one: Mapping[str, Any]) -> Occurrence:
    attendees = tuple(Attendee(**each) for each in one["attendees"])
    starts_at, ends_at = (datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at"))
    return Occurrence(starts_at, ends_at, one["summary"], attendees)
