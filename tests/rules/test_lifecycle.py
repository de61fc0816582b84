from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lifecycle import last_day, stage_of

MAINSTREAM, EXTENDED = date(2026, 11, 23), date(2028, 2, 29)
A_DAY = timedelta(days=1)
MAYBE = st.none() | st.dates()


class TestStage:
    """Where a product stands; its last days are its own."""

    @pytest.mark.parametrize(
        ("mainstream", "extended", "today", "stage"),
        [
            (MAINSTREAM, EXTENDED, MAINSTREAM - A_DAY, "mainstream"),
            (MAINSTREAM, EXTENDED, MAINSTREAM, "mainstream"),  # its last day
            (MAINSTREAM, EXTENDED, MAINSTREAM + A_DAY, "extended"),
            (MAINSTREAM, EXTENDED, date(2028, 2, 28), "extended"),
            (MAINSTREAM, EXTENDED, date(2028, 2, 29), "extended"),  # its last day, in a leap year
            (MAINSTREAM, EXTENDED, date(2028, 3, 1), "ended"),
            (MAINSTREAM, MAINSTREAM, MAINSTREAM, "mainstream"),  # there is no extended support
            (MAINSTREAM, MAINSTREAM, MAINSTREAM + A_DAY, "ended"),
            (MAINSTREAM, None, MAINSTREAM, "mainstream"),
            (MAINSTREAM, None, MAINSTREAM + A_DAY, "ended"),  # nothing more was promised
            (None, EXTENDED, EXTENDED, "mainstream"),
            (None, EXTENDED, EXTENDED + A_DAY, "ended"),
            (None, None, MAINSTREAM, "unknown"),
        ],
    )
    def test_follows_from_the_dates(
        self, mainstream: date | None, extended: date | None, today: date, stage: str
    ) -> None:
        assert stage_of(mainstream, extended, today=today) == stage

    @given(MAYBE, MAYBE, st.dates())
    def test_has_ended_exactly_after_the_last_day(self, one: date | None, other: date | None, today: date) -> None:
        mainstream, extended = (one, other) if one is None or other is None else sorted((one, other))
        last = last_day(mainstream, extended)

        assert (stage_of(mainstream, extended, today=today) == "ended") == (last is not None and today > last)
        assert (stage_of(mainstream, extended, today=today) == "unknown") == (last is None)

    @given(st.dates(), st.dates(), st.lists(st.dates()))
    def test_never_goes_back(self, one: date, other: date, days: list[date]) -> None:
        order = ("mainstream", "extended", "ended")
        mainstream, extended = sorted((one, other))
        stages = [order.index(stage_of(mainstream, extended, today=day)) for day in sorted(days)]

        assert stages == sorted(stages)
