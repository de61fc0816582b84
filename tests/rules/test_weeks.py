"""A working week begins when its hours first open."""

from datetime import UTC, date, datetime

import pytest

from bot.rules.business_hours import BusinessHours
from bot.rules.weeks import first_opening

WEEKLY = {day: [("09:00", "18:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = BusinessHours(timezone="Europe/Paris", weekly=WEEKLY, holidays={date(2026, 4, 6)})
"""With Easter Monday."""


@pytest.mark.parametrize(
    ("now", "opened"),
    [
        ("2026-11-23T07:59:59", None),  # Monday, 8:59:59 in Paris.
        ("2026-11-23T08:00:00", "2026-11-23T08:00:00"),
        ("2026-11-27T16:00:00", "2026-11-23T08:00:00"),
        ("2026-11-29T22:59:59", "2026-11-23T08:00:00"),  # Sunday, a second before midnight.
        ("2026-11-29T23:00:00", None),  # The next week.
        ("2026-04-06T10:00:00", None),  # A holiday.
        ("2026-04-08T10:00:00", "2026-04-07T07:00:00"),  # Summer time: 9:00 is 7:00 in UTC.
    ],
)
def test_the_first_opening_of_the_week(now: str, opened: str | None) -> None:
    found = first_opening(datetime.fromisoformat(now).replace(tzinfo=UTC), HOURS)
    assert (found and found.astimezone(UTC).replace(tzinfo=None).isoformat()) == opened
