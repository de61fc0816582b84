"""How do packs work? Numbers, expiry, and which pack pays. Source: contract, packs of incidents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.rules.plain_text import one_line
from bot.rules.zones import load_zone

SHOWN = 4
"""Maximum characters of a confirmation number that may be shown: it is the proof of purchase."""
LARGEST_PACK = 1000
"""Maximum incidents of one pack; more are a slip of the pen."""
NUMBER_LIMIT = 40
"""Maximum letters and digits of an order confirmation number."""
NOTIFY_FROM = time(9)
"""Time of day, in the account's zone, before which nobody is notified of what is about dates."""


@dataclass(frozen=True)
class Balance:
    """What has become of a pack's units."""

    size: int
    reserved: int
    """Set aside for incidents that are not closed."""
    used: int
    """Settled for good."""
    left: int
    """The sum of all entries: what can still be filed."""


@dataclass(frozen=True)
class Grant:
    """A pack that an account has bought."""

    account_id: int
    confirmation: str
    """Order confirmation number, as typed or in capital letters and digits."""
    size: int
    """How many incidents were bought."""
    bought_on: date
    expires_on: date | None = None
    """The first day on which it is worth nothing; None for a year after it was bought."""


@dataclass(frozen=True)
class Adjustment:
    """A correction of a pack's balance."""

    pack_id: int
    units: int
    """By how much the balance changes; not 0."""
    reason: str


def normalised(confirmation: str) -> str:
    """Return an order confirmation number as it is compared: capital letters and digits, nothing else."""
    return re.sub(r"[\W_]", "", one_line(confirmation)).upper()


def masked(confirmation: str) -> str:
    """Return a confirmation number that shows only its end: "••••6789"; at most half of a short one."""
    return "••••" + confirmation[-min(SHOWN, len(confirmation) // 2) :] if len(confirmation) > 1 else "••••"


def expiry_of(bought_on: date) -> date:
    """Return the first day on which a pack is worth nothing: a year after purchase (29 February: 1 March)."""
    try:
        return bought_on.replace(year=bought_on.year + 1)
    except ValueError:
        return date(bought_on.year + 1, 3, 1)


def midnight(day: date, *, timezone: str) -> datetime:
    """Return the instant at which a day begins in a zone; where midnight is skipped, the first instant after it."""
    # In the hour that is skipped, PEP 495 reads the clock as it went before: that is the instant of the change.
    return datetime.combine(day, time(), tzinfo=load_zone(timezone)).astimezone(UTC)


def local_date(now: datetime, *, timezone: str) -> date:
    """Return the date that a calendar on the wall shows in a zone."""
    return now.astimezone(load_zone(timezone)).date()


def is_time_to_notify(now: datetime, *, timezone: str) -> bool:
    """Return True if it is late enough in the day for a message that can wait: nobody is woken for one."""
    return now.astimezone(load_zone(timezone)).time() >= NOTIFY_FROM


def days_to_notify(days_left: int, *, warn_before: Sequence[timedelta], notified: int | None) -> int | None:
    """Return of how many days before expiry the buyers are to be notified now; None if they know.

    Of several thresholds that are reached, only the most urgent counts; `notified` is the last one they know of.
    """
    reached = [one.days for one in warn_before if days_left <= one.days]
    if not reached or (notified is not None and notified <= min(reached)):
        return None
    return min(reached)
