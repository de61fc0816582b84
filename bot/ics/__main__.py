"""`python -m bot.ics`: reads one calendar, in a process of its own, which `reader.py` starts and ends.

It takes the question as JSON on standard input, so that no process list shows an address, and writes the answer as
JSON on standard output.
"""

import json
import sys
import zoneinfo
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 1_000_000_000
"""Maximum bytes of memory, where the system can limit it."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return what the calendar says: its stretches of time, "unchanged", or an error."""
    from bot.ics.fetch import read_address, read_file  # noqa: PLC0415 - after the limits are set
    from bot.ics.unreadable import UnreadableCalendar  # noqa: PLC0415

    where = question["where"]
    try:
        content = read_file(Path(where)) if question["is_file"] else read_address(where)
        digest = sha256(content).hexdigest()
        if digest == question["known"]:
            return {"digest": digest}
        from bot.ics.occurrences import occurrences_in  # noqa: PLC0415 - most calendars are unchanged, and need none of it

        since, until = (datetime.fromisoformat(question[name]) for name in ("since", "until"))
        text = content.decode("utf-8-sig", errors="replace")
        found = occurrences_in(text, since=since, until=until, zone=question["zone"])
    except UnreadableCalendar as problem:
        return {"error": problem.error, "status": problem.status}
    return {"digest": digest, **asdict(found)}


def main() -> None:
    """Answer the question on standard input."""
    _limit()
    json.dump(answer(json.load(sys.stdin)), sys.stdout, default=datetime.isoformat)


def _limit() -> None:
    """Take zone rules from `tzdata` alone, and no more memory than allowed."""
    zoneinfo.reset_tzpath(to=())
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    main()
