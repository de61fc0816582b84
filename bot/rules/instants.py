"""When did something happen, by what Slack says of it? Only what can be true is believed."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

TIMESTAMP = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?", re.ASCII)
"""Slack's name of a message, which is also its time: seconds since 1970, UTC."""

log = logging.getLogger(__name__)


def instant_of(ts: object, *, on_clock: Callable[[float], datetime], now: datetime) -> datetime:
    """Return the instant of one of Slack's timestamps, at most `now`; `now` where it names no instant.

    Nothing happens after it was reported. `on_clock` returns what our clock showed at a Unix time.
    """
    text = str(ts)
    if TIMESTAMP.fullmatch(text):
        try:
            return min(on_clock(float(text)).astimezone(UTC), now)
        except (OverflowError, ValueError, OSError):  # Beyond the calendar, or the platform's clock.
            pass
    log.warning("Slack gives a timestamp that names no instant: what it reports counts as of now.")
    return now


def within(at: datetime, *, filed_at: datetime, now: datetime) -> datetime:
    """Return the instant, or the nearest one at which something can have been done about an incident.

    What stands in the thread of a card was written after the filing: an earlier time comes from clocks that differ,
    or from a payload that is wrong. The act itself did take place, so it is not ignored: an incident that somebody has
    answered would go on complaining. The nearest instant is taken, not the one at which we learn of it, because the
    same message must count as of the same instant however often it is read.
    """
    return max(filed_at, min(at, now))
