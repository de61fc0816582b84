"""When did something happen, according to Slack? Only what can be true is believed."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

TIMESTAMP = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?", re.ASCII)
"""Slack's timestamp of a message, which also identifies it: seconds since 1970, UTC."""

log = logging.getLogger(__name__)


def instant_of(ts: object, *, on_clock: Callable[[float], datetime], now: datetime) -> datetime:
    """Return the instant of one of Slack's timestamps, at most `now`; `now` if it cannot be read.

    It is at most `now` because nothing is reported before it happens. `on_clock` returns what our clock showed at a
    Unix time.
    """
    text = str(ts)
    if TIMESTAMP.fullmatch(text):
        try:
            return min(on_clock(float(text)).astimezone(UTC), now)
        except (OverflowError, ValueError, OSError):  # Beyond the range of datetime, or of the platform's clock.
            pass
    log.warning("Slack gives a timestamp that names no instant: what it reports counts as of now.")
    return now


def within(at: datetime, *, filed_at: datetime, now: datetime) -> datetime:
    """Return the instant, or the nearest one at which something can have been done about an incident.

    A message in the thread of a card was written after the filing: an earlier time comes from differing clocks or a
    wrong payload. The act itself did take place, so it is not ignored, or an answered incident would keep sending
    reminders. The nearest instant is taken, not the one when we learn of the act, because the same message must count
    as of the same instant however often it is read.
    """
    return max(filed_at, min(at, now))
