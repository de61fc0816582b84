"""Which dates can be meant?"""

from datetime import date

import pytest

from bot.rules.days import read_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        (" 2028-02-29 ", date(2028, 2, 29)),
        ("2026-02-29", None),  # no leap year
        ("2026-13-01", None),
        ("2026-11-3", None),
        ("23/11/2026", None),
        ("20261123", None),
        ("1979-12-31", None),
        ("2200-01-01", None),
        ("\u0662026-11-23", None),
        ("", None),
    ],
)
def test_date_is_read(text: str, day: date | None) -> None:
    assert read_day(text) == day
