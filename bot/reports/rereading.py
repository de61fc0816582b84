"""How far is the reading of threads after a start? `doctor` shows it."""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.delivery.health import heartbeat_of

PART = "rereading"
"""The heartbeat that the queue records; see bot/jobs/reread_queue.py."""


def rereading(session: Session) -> str | None:
    """Return a sentence about the last start; None if there was none yet."""
    last = heartbeat_of(session, part=PART)
    if last is None:
        return None
    started = datetime.fromisoformat(last.facts["started"]).astimezone(UTC)
    start, left = f"{started:%Y-%m-%d %H:%M:%S} UTC", last.facts["left"]
    if not left:
        return f"The threads of all open incidents have been read again since the start at {start}."
    return f"After the start at {start} the threads of {left} incidents are still to be read, the most urgent first."
