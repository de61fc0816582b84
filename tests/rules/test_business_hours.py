"""The decision table of business hours, then properties against a count minute by minute."""

import zoneinfo
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.rules.business_hours import (
    WEEKDAYS,
    BusinessHours,
    MalformedCalendar,
    NegativeDuration,
    NeverOpen,
    OutOfRange,
    split_at_midnight,
)
from bot.rules.zones import NaiveDatetime, UnknownZone, constant_offsets, instant_of, load_zone
from tests.faults.size import size
from tests.rules.business_hours_oracle import Oracle

Weekly = dict[str, list[tuple[str, str]]]

H = timedelta(hours=1)
M = timedelta(minutes=1)
US = timedelta(microseconds=1)
DAY = timedelta(days=1)

# 8 hours a day, 40 a week.
OFFICE = {day: [("09:00", "12:00"), ("13:00", "18:00")] for day in WEEKDAYS[:5]}
LABOUR_DAY = date(2025, 5, 1)
CHRISTMAS = date(2025, 12, 25)
FRENCH = (LABOUR_DAY, CHRISTMAS)


def calendar(
    weekly: Weekly = OFFICE,
    timezone: str = "Europe/Paris",
    holidays: Collection[date] = FRENCH,
) -> BusinessHours:
    return BusinessHours(timezone=timezone, weekly=weekly, holidays=set(holidays))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def assert_shown_as(actual: datetime, expected: str) -> None:
    """Compare wall clock and offset, so that a wrong fold shows; aware datetimes compare as instants only."""
    assert at(expected).isoformat() == actual.isoformat()


class TestAdd:
    """What `add` answers, row by row."""

    @pytest.mark.parametrize(
        ("start", "duration", "expected"),
        [
            # Monday 2 June 2025, within one stretch.
            ("2025-06-02T09:00+02:00", 2 * H, "2025-06-02T11:00+02:00"),  # 9 + 2
            ("2025-06-02T08:00+02:00", 2 * H, "2025-06-02T11:00+02:00"),  # opens at 9
            ("2025-06-02T09:00+02:00", US, "2025-06-02T09:00:00.000001+02:00"),
            ("2025-06-02T09:00:00.000001+02:00", H, "2025-06-02T10:00:00.000001+02:00"),
            # Nothing takes no time, open or closed.
            ("2025-06-02T10:00+02:00", 0 * H, "2025-06-02T10:00+02:00"),
            ("2025-06-02T12:00+02:00", 0 * H, "2025-06-02T12:00+02:00"),
            ("2025-06-07T12:00:00.5+02:00", 0 * H, "2025-06-07T12:00:00.5+02:00"),
            # Exactly at closing is the closing instant.
            ("2025-06-02T09:00+02:00", 3 * H, "2025-06-02T12:00+02:00"),  # 12 - 9
            ("2025-06-02T17:00+02:00", 1 * H, "2025-06-02T18:00+02:00"),  # 18 - 17
            ("2025-06-02T09:00+02:00", 8 * H, "2025-06-02T18:00+02:00"),  # 3 + 5
            ("2025-06-02T09:00+02:00", 3 * H + US, "2025-06-02T13:00:00.000001+02:00"),
            # Over lunch.
            ("2025-06-02T11:00+02:00", 2 * H, "2025-06-02T14:00+02:00"),  # 1 before, 1 after
            ("2025-06-02T12:30+02:00", 1 * H, "2025-06-02T14:00+02:00"),  # opens at 13
            ("2025-06-02T11:59:59.999999+02:00", 2 * US, "2025-06-02T13:00:00.000001+02:00"),
            # Over night.
            ("2025-06-02T17:00+02:00", 2 * H, "2025-06-03T10:00+02:00"),  # 1 today, 1 tomorrow
            ("2025-06-02T18:00+02:00", 1 * H, "2025-06-03T10:00+02:00"),  # 18:00 is closed
            ("2025-06-02T23:59+02:00", 9 * H, "2025-06-04T10:00+02:00"),  # 8 on Tuesday, 1 on Wednesday
            # Over a weekend; 6 June is a Friday.
            ("2025-06-06T17:00+02:00", 4 * H, "2025-06-09T12:00+02:00"),  # 1 on Friday, 3 on Monday
            ("2025-06-07T10:00+02:00", 1 * H, "2025-06-09T10:00+02:00"),  # from a Saturday
            # Over Labour Day, a Thursday.
            ("2025-04-30T17:00+02:00", 1 * H, "2025-04-30T18:00+02:00"),  # ends the day before
            ("2025-04-30T17:00+02:00", 4 * H, "2025-05-02T12:00+02:00"),  # 1 on Wednesday, 3 on Friday
            ("2025-05-01T10:00+02:00", 1 * H, "2025-05-02T10:00+02:00"),  # from the holiday
            # Over 29 February, a Thursday.
            ("2024-02-28T17:00+01:00", 9 * H, "2024-02-29T18:00+01:00"),  # 1 + 8
            ("2024-02-28T17:00+01:00", 10 * H, "2024-03-01T10:00+01:00"),  # 1 + 8 + 1
            ("2023-02-28T17:00+01:00", 9 * H, "2023-03-01T18:00+01:00"),  # no such day in 2023
            # Long.
            ("2025-06-02T09:00+02:00", 40 * H, "2025-06-06T18:00+02:00"),  # a week
            ("2025-06-02T09:00+02:00", 400 * H, "2025-08-08T18:00+02:00"),  # ten weeks
            ("2025-01-06T09:00+01:00", 2000 * H, "2025-12-22T18:00+01:00"),  # 50 weeks and Labour Day
            (
                "2025-01-06T09:00+01:00",
                20_872 * H,
                "2035-01-08T18:00+01:00",
            ),  # 522 weeks, 1 day, 2 holidays
            # Any zone may be given; the calendar's comes back.
            ("2025-06-02T07:00+00:00", 2 * H, "2025-06-02T11:00+02:00"),  # 7 UTC is 9
            ("2025-06-02T03:00-04:00", 2 * H, "2025-06-02T11:00+02:00"),  # 3 in New York is 9
            ("2025-06-02T00:00+14:00", 1 * H, "2025-06-02T10:00+02:00"),  # still Sunday in Paris
        ],
    )
    def test_finds_the_earliest_instant(self, start: str, duration: timedelta, expected: str) -> None:
        """The result is the earliest instant by which the open time has passed."""
        assert_shown_as(calendar().add(at(start), duration), expected)

    def test_answers_in_the_calendars_zone(self) -> None:
        """Every result carries the calendar's zone, also when it is the start."""
        hours = calendar()

        assert hours.zone is hours.add(at("2025-06-02T07:00+00:00"), 2 * H).tzinfo
        assert hours.zone is hours.add(at("2025-06-02T07:00+00:00"), 0 * H).tzinfo
        assert str(hours.zone) == "Europe/Paris"

    def test_refuses_a_negative_duration(self) -> None:
        """Open time is never taken away."""
        with pytest.raises(NegativeDuration, match="negative"):
            calendar().add(at("2025-06-02T09:00+02:00"), -US)


class TestAddAcrossAClockChange:
    """What `add` answers when the clock is changed on the way."""

    @pytest.mark.parametrize(
        ("timezone", "weekday", "interval", "start", "duration", "expected"),
        [
            # Paris, Sunday 30 March 2025: 02:00 becomes 03:00.
            ("Europe/Paris", "sun", "00:00-06:00", "2025-03-30T00:00+01:00", 2 * H, "2025-03-30T03:00+02:00"),
            ("Europe/Paris", "sun", "00:00-06:00", "2025-03-30T00:00+01:00", 5 * H, "2025-03-30T06:00+02:00"),
            ("Europe/Paris", "sun", "00:00-24:00", "2025-03-30T00:00+01:00", 23 * H, "2025-03-31T00:00+02:00"),
            # Of 01:30-02:30 only the first half exists.
            ("Europe/Paris", "sun", "01:30-02:30", "2025-03-30T00:00+01:00", 30 * M, "2025-03-30T03:00+02:00"),
            ("Europe/Paris", "sun", "01:30-02:30", "2025-03-30T00:00+01:00", 31 * M, "2025-04-06T01:31+02:00"),
            # Of 02:30-03:30 only the second half.
            ("Europe/Paris", "sun", "02:30-03:30", "2025-03-30T00:00+01:00", 30 * M, "2025-03-30T03:30+02:00"),
            # Of 02:00-03:00 nothing: a week later.
            ("Europe/Paris", "sun", "02:00-03:00", "2025-03-30T00:00+01:00", 1 * M, "2025-04-06T02:01+02:00"),
            # Paris, Sunday 26 October 2025: 03:00 becomes 02:00.
            ("Europe/Paris", "sun", "00:00-06:00", "2025-10-26T00:00+02:00", 2 * H, "2025-10-26T02:00+02:00"),
            ("Europe/Paris", "sun", "00:00-06:00", "2025-10-26T00:00+02:00", 3 * H, "2025-10-26T02:00+01:00"),
            ("Europe/Paris", "sun", "00:00-06:00", "2025-10-26T00:00+02:00", 7 * H, "2025-10-26T06:00+01:00"),
            ("Europe/Paris", "sun", "00:00-24:00", "2025-10-26T00:00+02:00", 25 * H, "2025-10-27T00:00+01:00"),
            # 02:00-02:30 comes twice, half an hour apart.
            ("Europe/Paris", "sun", "02:00-02:30", "2025-10-26T00:00+02:00", 30 * M, "2025-10-26T02:30+02:00"),
            ("Europe/Paris", "sun", "02:00-02:30", "2025-10-26T00:00+02:00", 31 * M, "2025-10-26T02:01+01:00"),
            ("Europe/Paris", "sun", "02:00-02:30", "2025-10-26T00:00+02:00", 60 * M, "2025-10-26T02:30+01:00"),
            ("Europe/Paris", "sun", "02:00-02:30", "2025-10-26T02:15+01:00", 16 * M, "2025-11-02T02:01+01:00"),
            # New York, Sundays 9 March and 2 November 2025.
            ("America/New_York", "sun", "00:00-06:00", "2025-03-09T00:00-05:00", 5 * H, "2025-03-09T06:00-04:00"),
            ("America/New_York", "sun", "00:00-06:00", "2025-11-02T00:00-04:00", 7 * H, "2025-11-02T06:00-05:00"),
            ("America/New_York", "sun", "01:00-02:00", "2025-11-02T00:00-04:00", 90 * M, "2025-11-02T01:30-05:00"),
            # Lord Howe moves by half an hour: Sundays 6 April and 5 October 2025.
            ("Australia/Lord_Howe", "sun", "00:00-06:00", "2025-04-06T00:00+11:00", 6.5 * H, "2025-04-06T06:00+10:30"),
            ("Australia/Lord_Howe", "sun", "01:30-02:00", "2025-04-06T00:00+11:00", 45 * M, "2025-04-06T01:45+10:30"),
            ("Australia/Lord_Howe", "sun", "01:30-02:00", "2025-04-06T00:00+11:00", 60 * M, "2025-04-06T02:00+10:30"),
            ("Australia/Lord_Howe", "sun", "00:00-06:00", "2025-10-05T00:00+10:30", 5.5 * H, "2025-10-05T06:00+11:00"),
            ("Australia/Lord_Howe", "sun", "02:00-02:30", "2025-10-05T00:00+10:30", 1 * M, "2025-10-12T02:01+11:00"),
            # Casablanca puts the clock back for Ramadan: 23 February to 6 April 2025, both Sundays.
            ("Africa/Casablanca", "sun", "00:00-06:00", "2025-02-23T00:00+01:00", 7 * H, "2025-02-23T06:00+00:00"),
            ("Africa/Casablanca", "sun", "00:00-06:00", "2025-04-06T00:00+00:00", 5 * H, "2025-04-06T06:00+01:00"),
            # Kathmandu never changes; Sunday is a working day.
            ("Asia/Kathmandu", "sun", "10:00-17:00", "2025-03-30T04:15+00:00", 7 * H, "2025-03-30T17:00+05:45"),
            # A day that begins at 01:00: Sunday 15 October 2017 in São Paulo, 30 March 2025 in Beirut.
            ("America/Sao_Paulo", "sun", "00:00-06:00", "2017-10-14T12:00-03:00", 5 * H, "2017-10-15T06:00-02:00"),
            ("Asia/Beirut", "sun", "00:00-06:00", "2025-03-29T12:00+02:00", 5 * H, "2025-03-30T06:00+03:00"),
            # The last hour of Saturday 18 February 2017 comes twice, and touches itself.
            ("America/Sao_Paulo", "sat", "23:00-24:00", "2017-02-18T12:00-02:00", 2 * H, "2017-02-19T00:00-03:00"),
            # Samoa had no Friday 30 December 2011.
            ("Pacific/Apia", "fri", "09:00-17:00", "2011-12-29T12:00-10:00", 1 * H, "2012-01-06T10:00+14:00"),
            # Paris time before 1911 was 9 min 21 s ahead of Greenwich; 2 January 1900 was a Tuesday.
            ("Europe/Paris", "tue", "09:00-10:00", "1900-01-02T00:00+00:00", 1 * H, "1900-01-02T10:00+00:09:21"),
        ],
    )
    def test_counts_real_elapsed_time(
        self, timezone: str, weekday: str, interval: str, start: str, duration: timedelta, expected: str
    ) -> None:
        """Skipped minutes do not exist and repeated minutes count twice."""
        hours = calendar({weekday: [tuple(interval.split("-"))]}, timezone)

        assert_shown_as(hours.add(at(start), duration), expected)

    @pytest.mark.parametrize(("fold", "expected"), [(0, "2025-10-26T02:45+02:00"), (1, "2025-10-26T02:45+01:00")])
    def test_reads_and_sets_the_fold(self, fold: int, expected: str) -> None:
        """Of two equal wall clock times the start's fold tells which is meant, and so does the result's."""
        hours = calendar({"sun": [("00:00", "06:00")]})
        start = datetime(2025, 10, 26, 2, 15, fold=fold, tzinfo=hours.zone)

        result = hours.add(start, 30 * M)

        assert fold == result.fold
        assert_shown_as(result, expected)

    def test_reads_a_skipped_time_as_the_instant_it_names(self) -> None:
        """02:30 on the day without it is the instant 01:30 UTC, which the wall clock shows as 03:30."""
        hours = calendar({"sun": [("02:00", "03:00")]})
        start = datetime(2025, 3, 30, 2, 30, tzinfo=hours.zone)

        assert not hours.is_open(start)
        assert_shown_as(hours.add(start, 0 * H), "2025-03-30T03:30+02:00")


class TestBetween:
    """What `between` answers, row by row."""

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2025-06-02T09:00+02:00", "2025-06-02T11:00+02:00", 2 * H),
            ("2025-06-02T11:00+02:00", "2025-06-02T09:00+02:00", -2 * H),  # reversed
            ("2025-06-02T09:00+02:00", "2025-06-02T09:00+02:00", 0 * H),
            ("2025-06-02T11:00+02:00", "2025-06-02T14:00+02:00", 2 * H),  # 1 + 1 around lunch
            ("2025-06-02T12:10+02:00", "2025-06-02T12:50+02:00", 0 * H),  # lunch
            ("2025-06-02T09:00:00.25+02:00", "2025-06-02T09:00:00.75+02:00", 500_000 * US),
            ("2025-06-02T00:00+02:00", "2025-06-03T00:00+02:00", 8 * H),  # a day
            ("2025-06-02T17:30+02:00", "2025-06-03T09:30+02:00", 1 * H),  # ½ + ½ around the night
            ("2025-06-06T17:00+02:00", "2025-06-09T10:00+02:00", 2 * H),  # 1 + 1 around the weekend
            ("2025-06-07T00:00+02:00", "2025-06-09T00:00+02:00", 0 * H),  # the weekend
            ("2025-04-28T00:00+02:00", "2025-05-05T00:00+02:00", 32 * H),  # 4 x 8: Labour Day is closed
            ("2025-05-05T00:00+02:00", "2025-04-28T00:00+02:00", -32 * H),
            ("2024-02-26T00:00+01:00", "2024-03-04T00:00+01:00", 40 * H),  # the week of 29 February
            ("2025-01-01T00:00+01:00", "2026-01-01T00:00+01:00", 2072 * H),  # 261 weekdays - 2 = 259, x 8
            ("2000-01-03T00:00+01:00", "2095-01-03T00:00+01:00", 198_264 * H),  # 4957 weeks x 40, -2 x 8
            ("2025-06-02T03:00-04:00", "2025-06-02T09:00+00:00", 2 * H),  # 9 to 11 in Paris
        ],
    )
    def test_counts_open_time(self, start: str, end: str, expected: timedelta) -> None:
        """The open time from the first instant up to the second, negative when they are reversed."""
        assert expected == calendar().between(at(start), at(end))

    @pytest.mark.parametrize(
        ("timezone", "day", "expected"),
        [
            ("Europe/Paris", date(2025, 3, 30), 23 * H),
            ("Europe/Paris", date(2025, 10, 26), 25 * H),
            ("America/New_York", date(2025, 3, 9), 23 * H),
            ("America/New_York", date(2025, 11, 2), 25 * H),
            ("Australia/Lord_Howe", date(2025, 4, 6), 24.5 * H),
            ("Australia/Lord_Howe", date(2025, 10, 5), 23.5 * H),
            ("Africa/Casablanca", date(2025, 2, 23), 25 * H),
            ("Africa/Casablanca", date(2025, 4, 6), 23 * H),
            ("Asia/Kathmandu", date(2025, 3, 30), 24 * H),
            ("America/Sao_Paulo", date(2017, 10, 15), 23 * H),
            ("America/Sao_Paulo", date(2017, 2, 18), 25 * H),
            ("Pacific/Apia", date(2011, 12, 30), 0 * H),
        ],
    )
    def test_knows_how_long_a_day_is(self, timezone: str, day: date, expected: timedelta) -> None:
        """A day that is open from 00:00 to 24:00 has as many hours as it really lasts."""
        hours = calendar({WEEKDAYS[day.weekday()]: [("00:00", "24:00")]}, timezone)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        assert expected == hours.between(noon - 3 * DAY, noon + 3 * DAY)


class TestIsOpen:
    """What `is_open` answers, row by row."""

    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            ("2025-06-02T08:59:59.999999+02:00", False),
            ("2025-06-02T09:00+02:00", True),  # opening is open
            ("2025-06-02T11:59:59.999999+02:00", True),
            ("2025-06-02T12:00+02:00", False),  # closing is closed
            ("2025-06-02T12:30+02:00", False),  # lunch
            ("2025-06-02T13:00+02:00", True),
            ("2025-06-07T10:00+02:00", False),  # Saturday
            ("2025-05-01T10:00+02:00", False),  # Labour Day
            ("2026-05-01T10:00+02:00", True),  # not in the list
            ("2025-06-02T07:00+00:00", True),  # 9 in Paris
            ("2025-12-02T07:00+00:00", False),  # 8 in Paris
            ("9999-06-02T07:00+00:00", True),  # a Wednesday
        ],
    )
    def test_decides_by_the_wall_clock(self, instant: str, expected: bool) -> None:
        """An instant is open if its local time is within an interval of its weekday and its date no holiday."""
        assert calendar().is_open(at(instant)) is expected

    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            ("2025-10-26T02:15+02:00", True),
            ("2025-10-26T02:45+02:00", False),
            ("2025-10-26T02:15+01:00", True),  # once more
            ("2025-10-26T02:45+01:00", False),
        ],
    )
    def test_is_open_twice_in_a_repeated_hour(self, instant: str, expected: bool) -> None:
        """Both passes of 02:00-02:30 are open, and what lies between them is not."""
        assert calendar({"sun": [("02:00", "02:30")]}).is_open(at(instant)) is expected


class TestStretches:
    """What an explanation can list."""

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            # Friday 17:00 to Monday 14:00: 1 + 3 + 1.
            (
                "2025-06-06T17:00+02:00",
                "2025-06-09T14:00+02:00",
                [
                    ("2025-06-06T17:00+02:00", "2025-06-06T18:00+02:00"),
                    ("2025-06-09T09:00+02:00", "2025-06-09T12:00+02:00"),
                    ("2025-06-09T13:00+02:00", "2025-06-09T14:00+02:00"),
                ],
            ),
            # Within one stretch.
            (
                "2025-06-06T10:00+02:00",
                "2025-06-06T11:00+02:00",
                [("2025-06-06T10:00+02:00", "2025-06-06T11:00+02:00")],
            ),
            # From closing to opening, backwards, and nothing at all.
            ("2025-06-06T18:00+02:00", "2025-06-09T09:00+02:00", []),
            ("2025-06-06T11:00+02:00", "2025-06-06T10:00+02:00", []),
            ("2025-06-06T10:00+02:00", "2025-06-06T10:00+02:00", []),
        ],
    )
    def test_lists_what_is_open(self, start: str, end: str, expected: list[tuple[str, str]]) -> None:
        """The open stretches in order, the outer ones cut at the ends of the question."""
        actual = calendar().stretches(at(start), at(end))

        assert expected == [(_short(opening), _short(closing)) for opening, closing in actual]

    def test_shows_both_passes_of_a_repeated_time(self) -> None:
        """A stretch that the clock repeats is listed twice, with either offset."""
        actual = calendar({"sun": [("02:00", "02:30")]}).stretches(
            at("2025-10-26T00:00+02:00"), at("2025-10-27T00:00+01:00")
        )

        assert [(_short(opening), _short(closing)) for opening, closing in actual] == [
            ("2025-10-26T02:00+02:00", "2025-10-26T02:30+02:00"),
            ("2025-10-26T02:00+01:00", "2025-10-26T02:30+01:00"),
        ]

    def test_never_closes_round_the_clock(self) -> None:
        """A calendar that is always open has one stretch, whatever midnights and clock changes it holds."""
        hours = calendar({day: [("00:00", "24:00")] for day in WEEKDAYS}, holidays=())
        start, end = at("2025-01-01T00:00+00:00"), at("2026-01-01T00:00+00:00")

        assert [(start, end)] == hours.stretches(start, end)


def _short(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


class TestWeeklyHours:
    """What a week may look like."""

    @pytest.mark.parametrize(
        ("monday", "expected"),
        [
            ([("09:00", "12:00"), ("11:00", "14:00")], 5 * H),  # overlapping: 14 - 9
            ([("09:00", "18:00"), ("10:00", "11:00")], 9 * H),  # one within the other: 18 - 9
            ([("09:00", "12:00"), ("12:00", "14:00")], 5 * H),  # touching: 14 - 9
            ([("09:00", "12:00"), ("09:00", "12:00")], 3 * H),  # twice the same
            ([("13:00", "18:00"), ("09:00", "12:00")], 8 * H),  # in the wrong order: 5 + 3
            ([("00:00", "24:00")], 24 * H),
            ([("23:59", "24:00")], 1 * M),
            ([("00:00", "00:01")], 1 * M),
            ([], 0 * H),
        ],
    )
    def test_counts_every_minute_once(self, monday: list[tuple[str, str]], expected: timedelta) -> None:
        """Intervals may overlap, touch, and come in any order."""
        hours = calendar({"mon": monday, "tue": [("09:00", "10:00")]})

        assert expected == hours.between(at("2025-06-02T00:00+02:00"), at("2025-06-03T00:00+02:00"))

    def test_goes_on_from_24_00_to_00_00(self) -> None:
        """A night that was split at midnight is one stretch."""
        hours = calendar({"mon": [("22:00", "24:00")], "tue": [("00:00", "06:00")]})

        assert_shown_as(hours.add(at("2025-06-02T21:00+02:00"), 2 * H), "2025-06-03T00:00+02:00")
        assert_shown_as(hours.add(at("2025-06-02T21:00+02:00"), 8 * H), "2025-06-03T06:00+02:00")
        assert len(hours.stretches(at("2025-06-02T00:00+02:00"), at("2025-06-04T00:00+02:00"))) == 1

    @pytest.mark.parametrize(
        ("weekly", "sentence"),
        [
            ({"Mon": [("09:00", "12:00")]}, "'Mon' is not a weekday"),
            ({"monday": []}, "'monday' is not a weekday"),
            ({"mon": [("9:00", "12:00")]}, "'9:00' is not a time of day"),
            ({"mon": [("09:00", "24:01")]}, "'24:01' is not a time of day"),
            ({"mon": [("09:60", "12:00")]}, "'09:60' is not a time of day"),
            ({"mon": [("09:00", "12:00:00")]}, "'12:00:00' is not a time of day"),
            ({"mon": [("09:00\n", "12:00")]}, "is not a time of day"),
            ({"mon": [("\u0660\u0669:00", "12:00")]}, "is not a time of day"),  # Arabic digits
            ({"mon": [("", "12:00")]}, "'' is not a time of day"),
            ({"mon": [("12:00", "09:00")]}, "12:00-09:00 on mon does not end after it begins"),
            ({"mon": [("22:00", "06:00")]}, "22:00-06:00 on mon does not end after it begins"),
            ({"mon": [("09:00", "09:00")]}, "09:00-09:00 on mon does not end after it begins"),
            ({"mon": [("24:00", "24:00")]}, "24:00-24:00 on mon does not end after it begins"),
        ],
    )
    def test_refuses_what_it_cannot_read(self, weekly: Weekly, sentence: str) -> None:
        """A wrong weekday, time or order is refused when the calendar is made, with the reason."""
        with pytest.raises(MalformedCalendar, match=sentence):
            calendar(weekly)


class TestSplitAtMidnight:
    """How a policy's nights become a week."""

    @pytest.mark.parametrize(
        ("weekly", "expected"),
        [
            ({"mon": [("09:00", "12:00")]}, {"mon": [("09:00", "12:00")]}),
            ({"mon": [("22:00", "06:00")]}, {"mon": [("22:00", "24:00")], "tue": [("00:00", "06:00")]}),
            ({"sun": [("22:00", "06:00")]}, {"sun": [("22:00", "24:00")], "mon": [("00:00", "06:00")]}),
            ({"mon": [("22:00", "00:00")]}, {"mon": [("22:00", "24:00")]}),  # nothing is left for Tuesday
            ({"mon": [("22:00", "24:00")]}, {"mon": [("22:00", "24:00")]}),
            (
                {"mon": [("08:00", "12:00"), ("20:00", "02:00")], "tue": [("20:00", "02:00")]},
                {
                    "mon": [("08:00", "12:00"), ("20:00", "24:00")],
                    "tue": [("00:00", "02:00"), ("20:00", "24:00")],
                    "wed": [("00:00", "02:00")],
                },
            ),
            ({"mon": [("09:00", "09:00")]}, {"mon": [("09:00", "09:00")]}),  # left to be refused
            ({}, {}),
        ],
    )
    def test_gives_the_rest_to_the_next_weekday(self, weekly: Weekly, expected: Weekly) -> None:
        """A night becomes an evening and, on the next weekday, a morning."""
        assert expected == split_at_midnight(weekly)

    def test_leaves_its_argument_alone(self) -> None:
        """Values in, values out."""
        weekly = {"mon": [("22:00", "06:00")], "tue": [("09:00", "12:00")]}

        split_at_midnight(weekly)

        assert weekly == {"mon": [("22:00", "06:00")], "tue": [("09:00", "12:00")]}

    @pytest.mark.parametrize("weekly", [{"someday": [("22:00", "06:00")]}, {"mon": [("22", "06:00")]}])
    def test_refuses_what_it_cannot_read(self, weekly: Weekly) -> None:
        """What is not a weekday or no time cannot be split."""
        with pytest.raises(MalformedCalendar):
            split_at_midnight(weekly)


class TestHolidays:
    """What a holiday closes."""

    NIGHTS = split_at_midnight({"fri": [("22:00", "06:00")]})

    @pytest.mark.parametrize(
        ("holidays", "expected"),
        [
            (set(), "2025-06-07T01:00+02:00"),  # 2 on Friday, 1 on Saturday
            ({date(2025, 6, 6)}, "2025-06-07T03:00+02:00"),  # Saturday's part is open: 3
            ({date(2025, 6, 7)}, "2025-06-13T23:00+02:00"),  # 2 on Friday, 1 a week later
            ({date(2025, 6, 6), date(2025, 6, 7)}, "2025-06-14T01:00+02:00"),  # all a week later
        ],
    )
    def test_closes_its_own_date_only(self, holidays: set[date], expected: str) -> None:
        """Of a night, each side of midnight is judged by its own local date."""
        hours = calendar(self.NIGHTS, holidays=holidays)

        assert_shown_as(hours.add(at("2025-06-06T12:00+02:00"), 3 * H), expected)

    def test_is_a_local_date(self) -> None:
        """1 May in Auckland begins while it is still 30 April in UTC."""
        hours = calendar({"thu": [("00:00", "24:00")]}, "Pacific/Auckland")

        assert not hours.is_open(at("2025-04-30T12:00+00:00"))
        assert_shown_as(hours.add(at("2025-04-30T12:00+00:00"), 1 * H), "2025-05-08T01:00+12:00")

    def test_counts_a_closed_sunday_once(self) -> None:
        """A holiday on a day without hours changes nothing."""
        plain, with_sunday = calendar(holidays=()), calendar(holidays={date(2025, 6, 1)})
        week = at("2025-05-26T00:00+02:00"), at("2025-06-09T00:00+02:00")

        assert plain.between(*week) == with_sunday.between(*week)

    @pytest.mark.parametrize("holiday", [datetime(2025, 5, 1, tzinfo=UTC), "2025-05-01"])
    def test_refuses_what_is_no_date(self, holiday: Any) -> None:
        """A holiday that could never match is an error, not an open day."""
        with pytest.raises(MalformedCalendar, match="is not a date"):
            calendar(holidays=[holiday])


class TestNeverOpen:
    """When there is nothing to count."""

    START = at("2025-06-02T09:00+02:00")
    # 522 weeks from Monday 2 June 2025.
    TEN_YEARS = frozenset(date(2025, 6, 2) + day * DAY for day in range(522 * 7))
    MONDAYS = frozenset(day for day in TEN_YEARS if day.weekday() == 0)

    @pytest.mark.parametrize(
        "hours",
        [
            calendar({}),
            calendar({"mon": []}),
            calendar(holidays=TEN_YEARS),
            calendar({"mon": [("09:00", "10:00")]}, holidays=MONDAYS),
        ],
        ids=["no weekday", "no interval", "ten years of holidays", "ten years of Mondays"],
    )
    @pytest.mark.parametrize("duration", [0 * H, US, 400 * H])
    def test_is_said_and_not_searched_for(self, hours: BusinessHours, duration: timedelta) -> None:
        """A calendar that is never open answers neither question, and does not search for ever."""
        with pytest.raises(NeverOpen, match="never open"):
            hours.add(self.START, duration)
        with pytest.raises(NeverOpen, match="never open"):
            hours.between(self.START, self.START + duration)
        with pytest.raises(NeverOpen, match="never open"):
            hours.stretches(self.START, self.START + duration)
        assert not hours.is_open(self.START)

    def test_is_not_said_of_nearly_ten_years(self) -> None:
        """A closure of 520 weeks less a Friday is searched through: 18 May 2035 is open."""
        closed = {date(2025, 6, 2) + day * DAY for day in range(519 * 7 + 4)}

        assert_shown_as(calendar(holidays=closed).add(self.START, H), "2035-05-18T10:00+02:00")

    def test_is_not_said_of_rare_hours(self) -> None:
        """A minute a week is enough: the 120th Monday from 2 June 2025 is 119 weeks later."""
        hours = calendar({"mon": [("09:00", "09:01")]}, holidays=())

        assert_shown_as(hours.add(self.START, 120 * M), "2027-09-13T09:01+02:00")

    def test_is_not_said_of_one_lost_sunday(self) -> None:
        """Hours that a clock change swallows once are found a week later."""
        hours = calendar({"sun": [("02:00", "03:00")]})

        assert hours.between(at("2025-03-30T00:00+01:00"), at("2025-03-31T00:00+02:00")) == 0 * H


class TestRange:
    """How far one can count."""

    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            ("1900-01-01T00:00+00:00", "1900-01-01T10:00+00:09:21"),  # a Monday
            ("2199-12-31T08:00+00:00", "2199-12-31T10:00+01:00"),  # a Tuesday
        ],
    )
    def test_counts_from_1900_to_2199(self, start: str, expected: str) -> None:
        """The first and the last hour of the range are counted."""
        assert_shown_as(calendar().add(at(start), H), expected)

    @pytest.mark.parametrize(
        ("start", "duration"),
        [
            ("1899-12-31T23:59+00:00", H),
            ("2200-01-01T00:01+00:00", H),
            ("0001-01-01T00:00+00:00", H),
            ("9999-12-31T23:59+00:00", H),
            ("2199-12-31T20:00+00:00", H),  # closed until 2200
            ("2025-06-02T09:00+02:00", 400_000 * H),  # 192 years of 2080 hours
        ],
    )
    def test_refuses_what_lies_beyond(self, start: str, duration: timedelta) -> None:
        """A question outside the years that can be counted is refused."""
        with pytest.raises(OutOfRange, match="1900 to 2199"):
            calendar().add(at(start), duration)

    YEARS = (2025, 2005, 2060, 2012, 2026, 1999)

    def test_adds_alike_in_any_order(self) -> None:
        """What was asked before changes no deadline."""
        starts = [datetime(year, 3, 27, 16, tzinfo=UTC) for year in self.YEARS]
        hours = calendar()

        assert [calendar().add(start, 40 * H) for start in starts] == [hours.add(start, 40 * H) for start in starts]

    def test_counts_alike_in_any_order(self) -> None:
        """What was asked before changes no open time, whichever end of the question is new."""
        now = at("2025-06-02T09:00+02:00")
        others = [datetime(year, 3, 27, 16, tzinfo=UTC) for year in self.YEARS]
        forwards, backwards = calendar(), calendar()

        for other in others:
            expected = calendar().between(other, now)
            assert expected == forwards.between(other, now)
            assert -expected == backwards.between(now, other)


class TestThreads:
    """What several threads may do."""

    def test_may_share_a_calendar(self) -> None:
        """Threads that widen one calendar at once get the answers that each would get alone."""
        starts = [datetime(2010 + 7 * step % 20, 5, 1 + step % 28, 7, step, tzinfo=UTC) for step in range(12)]
        expected = [calendar().add(start, 50 * H) for start in starts]

        for _ in range(3):
            hours = calendar()
            with ThreadPoolExecutor(8) as pool:
                assert expected == list(pool.map(hours.add, starts, [50 * H] * len(starts)))


class TestZones:
    """Where a zone's rules come from."""

    @pytest.mark.parametrize(
        "name",
        [
            "Europe/Atlantis",
            "europe/paris",
            "",
            "/etc/localtime",
            "../../../etc/passwd",
            "Europe/../Europe/Paris",
            "Europe",
            "Europe/",
            "__init__.py",
            "Europe/Paris\n",
            "tzdata.zi",
        ],
    )
    def test_refuses_names_that_tzdata_does_not_list(self, name: str) -> None:
        """Only a listed zone is looked up, so no name can lead to a file elsewhere."""
        with pytest.raises(UnknownZone, match="is not a time zone that tzdata knows"):
            calendar(timezone=name)

    def test_ignores_the_machines_own_rules(self, tmp_path: Path) -> None:
        """The zone's rules are those of the tzdata package, whatever the machine holds under that name."""
        wrong = tmp_path / "Europe"
        wrong.mkdir()
        _forget_zones()
        (wrong / "Paris").write_bytes(_rules_of("Asia/Kathmandu"))
        search_path = zoneinfo.TZPATH
        zoneinfo.reset_tzpath([tmp_path])
        try:
            assert_shown_as(calendar().add(at("2025-06-02T07:00+00:00"), H), "2025-06-02T10:00+02:00")
        finally:
            zoneinfo.reset_tzpath(search_path)
            _forget_zones()

    @pytest.mark.parametrize(
        ("name", "year"),
        [
            ("Asia/Gaza", 2040),  # two changes within a week, the closest in tzdata
            ("America/Noronha", 2000),
            ("Africa/Casablanca", 2025),
            ("Australia/Lord_Howe", 2025),
            ("Pacific/Apia", 2011),
            ("Europe/Paris", 1911),
            ("Asia/Kathmandu", 1985),
        ],
    )
    def test_finds_every_change_of_the_clock(self, name: str, year: int) -> None:
        """In every hour of three years the offset is the one of the stretch that holds the hour."""
        zone = load_zone(name)
        begin, end = (instant_of(datetime(around, 1, 1, tzinfo=UTC)) for around in (year - 1, year + 2))

        for since, until, offset in constant_offsets(zone, begin, end):
            assert {offset} == set(_hourly_offsets(zone, since, until))


def _forget_zones() -> None:
    load_zone.cache_clear()
    ZoneInfo.clear_cache()


def _rules_of(name: str) -> bytes:
    directory, _, file = name.rpartition("/")
    return (files("tzdata") / "zoneinfo" / directory / file).read_bytes()


def _hourly_offsets(zone: ZoneInfo, since: timedelta, until: timedelta) -> Iterator[timedelta | None]:
    while since < until:
        yield (datetime(1970, 1, 1, tzinfo=UTC) + since).astimezone(zone).utcoffset()
        since += H


class _NoOffset(tzinfo):
    """A zone that does not know its offset, which Python counts as none."""

    def utcoffset(self, _moment: datetime | None) -> None:
        return None


class TestNaiveDatetime:
    """What names no instant."""

    @pytest.mark.parametrize(
        "ask",
        [
            lambda hours, naive: hours.add(naive, H),
            lambda hours, naive: hours.between(naive, at("2025-06-02T09:00+02:00")),
            lambda hours, naive: hours.between(at("2025-06-02T09:00+02:00"), naive),
            lambda hours, naive: hours.stretches(naive, naive),
            lambda hours, naive: hours.is_open(naive),
            lambda hours, naive: hours.is_open(naive.replace(tzinfo=_NoOffset())),
        ],
    )
    def test_is_refused_by_every_question(self, ask: Callable[[BusinessHours, datetime], Any]) -> None:
        """A datetime without a zone, or with one that knows no offset, is refused."""
        with pytest.raises(NaiveDatetime, match="has no time zone"):
            ask(calendar(), at("2025-06-02T09:00"))


class Question(NamedTuple):
    """A calendar, twice, and two instants within three days of a change of its clock."""

    hours: BusinessHours
    oracle: Oracle
    start: datetime
    end: datetime

    def duration(self, share: Fraction) -> timedelta:
        """Return a share of the open time of two months, so that rare hours are not added up for centuries."""
        return self.hours.between(self.start, self.start + 60 * DAY) // US * share.numerator // share.denominator * US


# One change in either direction, where the zone has any.
AROUND = [
    ("Europe/Paris", "2025-03-30T01:00+00:00"),
    ("Europe/Paris", "2025-10-26T01:00+00:00"),
    ("America/New_York", "2025-03-09T07:00+00:00"),
    ("America/New_York", "2025-11-02T06:00+00:00"),
    ("Australia/Lord_Howe", "2025-04-05T15:00+00:00"),
    ("Australia/Lord_Howe", "2025-10-04T15:30+00:00"),
    ("Africa/Casablanca", "2025-02-23T02:00+00:00"),
    ("Africa/Casablanca", "2025-04-06T02:00+00:00"),
    ("Asia/Kathmandu", "2024-02-29T00:00+00:00"),
]
THREE_DAYS = 3 * DAY // US

# Half of the times of day are near the hours in which clocks are changed.
times = st.one_of(st.integers(0, 240), st.integers(0, 1440), st.sampled_from([0, 90, 120, 150, 180, 1440]))
intervals = st.lists(times, min_size=2, max_size=2, unique=True).map(
    lambda pair: tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in sorted(pair))
)
weeks = st.dictionaries(st.sampled_from(WEEKDAYS), st.lists(intervals, min_size=1, max_size=4), min_size=1)
shares = st.fractions(0, 1)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    timezone, change = draw(st.sampled_from(AROUND))
    weekly = draw(weeks)
    days = draw(st.sets(st.integers(-4, 4), max_size=3))
    holidays = {at(change).date() + day * DAY for day in days}
    start, end = (at(change) + draw(st.integers(-THREE_DAYS, THREE_DAYS)) * US for _ in range(2))
    terms = {"timezone": timezone, "weekly": weekly, "holidays": holidays}
    return Question(BusinessHours(**terms), Oracle(**terms), start, end)


properties = settings(max_examples=size(50, full=4000), deadline=None, database=None)


class TestAgainstACountByMinutes:
    """The same answers as the oracle's."""

    @properties
    @given(questions())
    def test_between_is_the_sum_of_open_minutes(self, question: Question) -> None:
        """The open time between two instants is what a count of the minutes gives, in either direction."""
        assert question.oracle.between(question.start, question.end) == question.hours.between(
            question.start, question.end
        )

    @properties
    @given(questions(), shares)
    def test_add_arrives_when_the_minutes_are_used_up(self, question: Question, share: Fraction) -> None:
        """A share of the open time up to the end is used up at the instant that a count of the minutes gives."""
        start, end = sorted([question.start, question.end])
        duration = question.oracle.between(start, end) // US * share.numerator // share.denominator * US

        assert question.oracle.add(start, duration) == question.hours.add(start, duration).astimezone(UTC)

    @properties
    @given(questions())
    def test_is_open_is_what_the_wall_clock_says(self, question: Question) -> None:
        """Both instants are open if the minute they lie in is open."""
        assert question.oracle.is_open(question.start) == question.hours.is_open(question.start)
        assert question.oracle.is_open(question.end) == question.hours.is_open(question.end)

    @properties
    @given(questions())
    def test_stretches_open_and_close_when_the_wall_clock_says(self, question: Question) -> None:
        """Within a stretch its first and last instants are open; the instants around it are closed or cut off."""
        start, end = sorted([question.start, question.end])

        for opening, closing in question.hours.stretches(start, end):
            assert question.oracle.is_open(opening.astimezone(UTC))
            assert question.oracle.is_open(closing.astimezone(UTC) - US)
            assert opening.astimezone(UTC) == start or not question.oracle.is_open(opening.astimezone(UTC) - US)
            assert closing.astimezone(UTC) == end or not question.oracle.is_open(closing.astimezone(UTC))


class TestLaws:
    """What holds for every calendar."""

    @properties
    @given(questions(), shares)
    def test_between_undoes_add(self, question: Question, share: Fraction) -> None:
        """From the start to the deadline exactly the promised time is open."""
        duration = question.duration(share)

        assert duration == question.hours.between(question.start, question.hours.add(question.start, duration))

    @properties
    @given(questions(), shares)
    def test_add_is_the_earliest(self, question: Question, share: Fraction) -> None:
        """One microsecond sooner, less than the promised time has passed."""
        duration = question.duration(share)
        assume(duration)
        sooner = question.hours.add(question.start, duration).astimezone(UTC) - US

        assert question.hours.between(question.start, sooner) == duration - US

    @properties
    @given(questions(), shares, shares)
    def test_add_can_be_done_in_two_steps(self, question: Question, first: Fraction, second: Fraction) -> None:
        """To add one duration and then another is to add both."""
        start, hours = question.start, question.hours
        once, again = question.duration(first), question.duration(second)
        in_two_steps = hours.add(hours.add(start, once), again)

        assert hours.add(start, once + again).isoformat() == in_two_steps.isoformat()

    @properties
    @given(questions(), shares, shares)
    def test_add_is_monotonic(self, question: Question, first: Fraction, second: Fraction) -> None:
        """More time never ends sooner, and neither does a later start."""
        hours, (start, end) = question.hours, sorted([question.start, question.end])
        shorter, longer = sorted([question.duration(first), question.duration(second)])

        assert hours.add(start, shorter).astimezone(UTC) <= hours.add(start, longer).astimezone(UTC)
        assert hours.add(start, longer).astimezone(UTC) <= hours.add(end, longer).astimezone(UTC)

    @properties
    @given(questions(), st.integers(-THREE_DAYS, THREE_DAYS))
    def test_between_adds_up(self, question: Question, offset: int) -> None:
        """The way over a third instant is as long, wherever that lies."""
        hours, start, end = question.hours, question.start, question.end
        middle = start + offset * US

        assert hours.between(start, end) == hours.between(start, middle) + hours.between(middle, end)

    @properties
    @given(questions())
    def test_stretches_add_up_to_between(self, question: Question) -> None:
        """What is listed is what is counted."""
        start, end = sorted([question.start, question.end])
        listed = question.hours.stretches(start, end)

        assert question.hours.between(start, end) == sum(
            (closing.astimezone(UTC) - opening.astimezone(UTC) for opening, closing in listed), timedelta()
        )

    @properties
    @given(questions())
    def test_is_open_agrees_with_between(self, question: Question) -> None:
        """An instant is open if the microsecond that it begins is counted."""
        assert question.hours.is_open(question.start) == bool(
            question.hours.between(question.start, question.start + US)
        )
