"""Zones are those of tzdata, and a datetime without one names no instant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.rules.zones import EPOCH, NaiveDatetime, UnknownZone, constant_offsets, instant_of, load_zone, wall_clock

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../zones", "europe/paris", "Europe"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownZone, match="is not a time zone that tzdata knows"):
        load_zone(name)


def test_an_instant_is_the_same_in_every_zone() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert instant_of(at) == instant_of(at.astimezone(timezone(5 * HOUR))) == at - EPOCH
    with pytest.raises(NaiveDatetime, match="2026-11-23 08:00:00 has no time zone"):
        instant_of(datetime(2026, 11, 23, 8))  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize(
    ("instant", "ahead"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 2),  # The clocks go forward in Paris.
        (datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 1),  # They go back.
    ],
)
def test_the_wall_clock_shows_summer_time(instant: datetime, ahead: int) -> None:
    assert wall_clock(load_zone("Europe/Paris"), instant - EPOCH) == instant - EPOCH + ahead * HOUR


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("America/Recife", 2000),  # The clocks go forward, and back seven days later: nowhere are two changes closer.
        ("Asia/Gaza", 2040),
        ("Africa/Casablanca", 2026),
        ("Australia/Lord_Howe", 2026),
        ("Pacific/Apia", 2011),  # A day is left out.
        ("Asia/Tokyo", 2026),
    ],
)
def test_no_clock_change_of_a_year_is_overlooked(name: str, year: int) -> None:
    zone, begin = load_zone(name), datetime(year, 1, 1, tzinfo=UTC) - EPOCH
    found = list(constant_offsets(zone, begin, begin + timedelta(days=365)))
    assert [since for since, _, _ in found[1:]] == [until for _, until, _ in found[:-1]]
    for since, until, offset in found:
        hours = range((until - since) // HOUR)
        assert {wall_clock(zone, since + hour * HOUR) - since - hour * HOUR for hour in hours} == {offset}
