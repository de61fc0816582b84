from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.packs import days_to_notify, expiry_of, is_time_to_notify, local_date, masked, midnight, normalised
from bot.rules.zones import load_zone

ZONES = (
    "Africa/Cairo", "America/Asuncion", "America/Havana", "America/New_York", "America/Santiago", "America/Sao_Paulo",
    "America/St_Johns", "Asia/Amman", "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu", "Asia/Tehran", "Atlantic/Azores",
    "Australia/Lord_Howe", "Europe/Paris", "Pacific/Apia", "Pacific/Chatham", "UTC",
)  # fmt: skip
"""Some change their clocks at midnight, one once skipped a whole day, some have odd offsets."""
DAYS = st.dates(date(1995, 1, 1), date(2037, 12, 31))


class TestNormalised:
    """A number is the same however it was typed."""

    @pytest.mark.parametrize(
        "typed",
        ["AB12345678", "ab12345678", " AB 1234 5678 ", "AB-1234-5678", "ab_12.345/678", "AB\u00a01234\u202f5678\n"],
    )
    def test_is_capital_letters_and_digits(self, typed: str) -> None:
        assert normalised(typed) == "AB12345678"

    @given(st.text())
    def test_is_not_changed_by_a_second_time(self, typed: str) -> None:
        assert normalised(normalised(typed)) == normalised(typed)


class TestMasked:
    """Only the end of a number is shown, and never more than half."""

    @pytest.mark.parametrize(
        ("number", "shown"),
        [
            ("AB123456789", "••••6789"),
            ("12345678", "••••5678"),
            ("123456", "••••456"),  # half of six
            ("12345", "••••45"),
            ("12", "••••2"),
            ("1", "••••"),
            ("", "••••"),
        ],
    )
    def test_shows_the_end(self, number: str, shown: str) -> None:
        assert masked(number) == shown

    @given(st.text(min_size=1))
    def test_never_shows_more_than_half(self, number: str) -> None:
        assert 2 * (len(masked(number)) - 4) <= len(number)


class TestExpiry:
    """A pack expires a year after it was bought."""

    @pytest.mark.parametrize(
        ("bought", "expires"),
        [
            ("2026-11-23", "2027-11-23"),
            ("2027-03-01", "2028-03-01"),
            ("2027-02-28", "2028-02-28"),
            ("2028-02-28", "2029-02-28"),
            ("2028-02-29", "2029-03-01"),  # there is no 29 February 2029: a day more, not a day less
            ("2026-12-31", "2027-12-31"),
        ],
    )
    def test_is_the_same_day_a_year_later(self, bought: str, expires: str) -> None:
        assert expiry_of(date.fromisoformat(bought)) == date.fromisoformat(expires)

    @given(DAYS)
    def test_is_after_365_or_366_days(self, bought: date) -> None:
        assert (expiry_of(bought) - bought).days in {365, 366}


class TestMidnight:
    """The instant at which a day begins, whatever the clocks do that night."""

    @pytest.mark.parametrize(
        ("zone", "day", "begins"),
        [
            ("UTC", "2026-11-23", "2026-11-23T00:00"),
            ("Europe/Paris", "2026-11-23", "2026-11-22T23:00"),  # UTC+1
            ("Europe/Paris", "2026-03-29", "2026-03-28T23:00"),  # the clocks go forward at 2:00 only
            ("Europe/Paris", "2026-03-30", "2026-03-29T22:00"),  # a day of 23 hours
            ("Europe/Paris", "2026-10-26", "2026-10-25T23:00"),  # after one of 25
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00"),  # 0:00 is skipped: it begins at 1:00, UTC-2
            ("America/Sao_Paulo", "2018-11-05", "2018-11-05T02:00"),
            ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00"),  # 23:00 to 24:00 of the 17th comes twice
            ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00"),  # 0:00 is skipped: it begins at 1:00, UTC+3
            ("America/Havana", "2026-11-01", "2026-11-01T04:00"),  # 0:00 to 1:00 comes twice: the first one
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),  # left out: it begins when the 31st does
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00"),
            ("Asia/Kathmandu", "2026-11-23", "2026-11-22T18:15"),  # UTC+5:45
        ],
    )
    def test_is_where_the_date_changes(self, zone: str, day: str, begins: str) -> None:
        expected = datetime.fromisoformat(begins).replace(tzinfo=UTC)

        assert midnight(date.fromisoformat(day), timezone=zone) == expected
        assert midnight(date.fromisoformat(day), timezone=zone).utcoffset() == timedelta()

    @given(st.sampled_from(ZONES), DAYS)
    def test_is_the_first_instant_of_the_day_or_later(self, zone: str, day: date) -> None:
        begins, there = midnight(day, timezone=zone), load_zone(zone)

        assert begins.astimezone(there).date() >= day
        assert (begins - timedelta(seconds=1)).astimezone(there).date() < day

    @given(st.sampled_from(ZONES), DAYS)
    def test_days_follow_one_another(self, zone: str, day: date) -> None:
        length = midnight(day + timedelta(days=1), timezone=zone) - midnight(day, timezone=zone)

        assert length == timedelta() or timedelta(hours=22) <= length <= timedelta(hours=26)


class TestTelling:
    """What is about dates is told in the morning, on the days that the policy names, the most urgent only."""

    MONTH_AND_WEEK = (timedelta(days=30), timedelta(days=7))

    @pytest.mark.parametrize(
        ("left", "told", "now_told"),
        [
            (31, None, None),
            (30, None, 30),
            (30, 30, None),
            (29, None, 30),  # the program was stopped on the day itself
            (8, 30, None),
            (7, 30, 7),
            (7, None, 7),  # after a long stop the month is not told any more
            (3, 7, None),
            (1, 30, 7),
        ],
    )
    def test_is_once_for_each_threshold(self, left: int, told: int | None, now_told: int | None) -> None:
        assert days_to_notify(left, warn_before=self.MONTH_AND_WEEK, notified=told) == now_told

    def test_is_nothing_where_the_policy_names_no_days(self) -> None:
        assert days_to_notify(1, warn_before=(), notified=None) is None

    @given(st.lists(st.integers(1, 90), unique=True, max_size=5), st.integers(1, 100))
    def test_tells_each_threshold_at_most_once_while_days_go_by(self, thresholds: list[int], first: int) -> None:
        told: int | None = None
        notices = []
        for left in range(first, 0, -1):
            now_told = days_to_notify(left, warn_before=[timedelta(days=one) for one in thresholds], notified=told)
            if now_told is not None:
                told = now_told
                notices.append(now_told)

        assert notices == sorted(set(notices), reverse=True)
        assert set(notices) <= set(thresholds)
        assert set(notices) >= {one for one in thresholds if one <= first}

    @pytest.mark.parametrize(
        ("at", "zone", "day", "is_time"),
        [
            ("2026-11-23T07:59", "Europe/Paris", "2026-11-23", False),
            ("2026-11-23T08:00", "Europe/Paris", "2026-11-23", True),  # 9:00 there
            ("2026-11-23T23:30", "Europe/Paris", "2026-11-24", False),
            ("2026-11-23T08:00", "America/New_York", "2026-11-23", False),  # 3:00 at night
            ("2026-11-23T22:00", "Pacific/Auckland", "2026-11-24", True),  # 11:00 of the next day
        ],
    )
    def test_is_by_the_clock_of_the_account(self, at: str, zone: str, day: str, is_time: bool) -> None:
        now = datetime.fromisoformat(at).replace(tzinfo=UTC)

        assert local_date(now, timezone=zone) == date.fromisoformat(day)
        assert is_time_to_notify(now, timezone=zone) == is_time
