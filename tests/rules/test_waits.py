"""How long each side has waited for the other: a table of days, in opening hours of 9:00 to 18:00."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.business_hours import BusinessHours
from bot.rules.waits import Waits

HOURS = BusinessHours(timezone="UTC", weekly={"mon": [("09:00", "18:00")], "tue": [("09:00", "18:00")]}, holidays=set())
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def at(day: datetime, hour: float) -> datetime:
    """Return this time of that day."""
    return day + timedelta(hours=hour)


TEN = at(MONDAY, 10)


@pytest.mark.parametrize(
    ("waits", "now", "us", "customer"),
    [
        (Waits(TEN), at(MONDAY, 12), 2, 0),
        (Waits(TEN), at(TUESDAY, 10), 9, 0),  # 10:00 to 18:00, and 9:00 to 10:00; not the night.
        (Waits(TEN, waiting_since=at(MONDAY, 11)), at(MONDAY, 14), 1, 3),
        (Waits(TEN, waiting_since=at(MONDAY, 20)), at(TUESDAY, 8), 8, 0),  # Asked after closing time.
        (Waits(TEN, customer_s=2 * 3600), at(MONDAY, 15), 3, 2),
        (Waits(TEN, waiting_since=at(MONDAY, 14), customer_s=3600), at(MONDAY, 16), 3, 3),
        (Waits(TEN, closed_at=at(MONDAY, 13)), at(TUESDAY, 18), 3, 0),  # It ended then.
        (Waits(TEN, closed_s=4 * 3600), at(MONDAY, 17), 3, 0),  # It was closed for four hours.
        (Waits(TEN, customer_s=9 * 3600), at(MONDAY, 12), 0, 9),  # Never less than nothing.
    ],
)
def test_the_rest_of_the_time_is_ours(waits: Waits, now: datetime, us: float, customer: float) -> None:
    hour = timedelta(hours=1)
    assert (waits.for_us(HOURS, now) / hour, waits.for_customer(HOURS, now) / hour) == (us, customer)
