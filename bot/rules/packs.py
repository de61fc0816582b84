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
"""Maximum incidents in one pack; a larger number is taken for a typing mistake."""
NUMBER_LIMIT = 40
"""Maximum letters and digits of an order confirmation number."""
NOTIFY_FROM = time(9)
"""Time of day, in the account's zone, before which no notices about dates are sent."""


@dataclass(frozen=True)
class Balance:
    """What has become of a pack's units."""

    size: int
    reserved: int
    """Reserved for incidents that are not closed."""
    used: int
    """Settled for good."""
    left: int
    """The sum of all entries: how many incidents can still be filed."""


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
    """The first day on which it can no longer be used; None for a year after purchase."""


@dataclass(frozen=True)
class Adjustment:
    """A correction of a pack's balance."""

    pack_id: int
    units: int
    """By how much the balance changes; not 0."""
    reason: str


def normalised(confirmation: str) -> str:
    """Return an order confirmation number in the form that is compared: capital letters and digits only."""
    return re.sub(r"[\W_]", "", one_line(confirmation)).upper()


def masked(confirmation: str) -> str:
    """Return a confirmation number of which only the end is visible, "••••6789"; of a short one, at most half."""
    return "••••" + confirmation[-min(SHOWN, len(confirmation) // 2) :] if len(confirmation) > 1 else "••••"


def expiry_of(bought_on: date) -> date:
    """Return the first day on which a pack can no longer be used: a year after purchase (1 March for 29 February)."""
    try:
        return bought_on.replace(year=bought_on.year + 1)
    except ValueError:
        return date(bought_on.year + 1, 3, 1)


def midnight(day: date, *, timezone: str) -> datetime:
    """Return the instant at which a day begins in a zone; if midnight is skipped there, the first instant after it."""
    # In a skipped hour, PEP 495 uses the offset from before the change, which gives the instant of the change.
    return datetime.combine(day, time(), tzinfo=load_zone(timezone)).astimezone(UTC)


def local_date(now: datetime, *, timezone: str) -> date:
    """Return the local date in a zone at this instant."""
    return now.astimezone(load_zone(timezone)).date()


def is_time_to_notify(now: datetime, *, timezone: str) -> bool:
    """Return True if it is late enough in the day for a message that can wait, so that nobody is woken by one."""
    return now.astimezone(load_zone(timezone)).time() >= NOTIFY_FROM


def days_to_notify(days_left: int, *, warn_before: Sequence[timedelta], notified: int | None) -> int | None:
    """Return how many days before expiry the notice now due is for; None if none is due or it has been given.

    If several thresholds have been reached, only the most urgent counts; `notified` is the last one of which the buyers
    were notified.
    """
    reached = [one.days for one in warn_before if days_left <= one.days]
    if not reached or (notified is not None and notified <= min(reached)):
        return None
    return min(reached)
