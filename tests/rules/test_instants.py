from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, FastClock
from bot.rules.instants import instant_of, within

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FILED = NOW - timedelta(hours=1)
BEFORE = f"{(NOW - timedelta(minutes=5)).timestamp():.6f}"
AFTER = f"{(NOW + timedelta(minutes=5)).timestamp():.6f}"


class TestInstantOf:
    """Slack's timestamps come from outside: whatever stands there, an instant of ours comes out."""

    @pytest.mark.parametrize(
        ("ts", "expected"),
        [
            (BEFORE, NOW - timedelta(minutes=5)),
            (AFTER, NOW),
            ("0.000001", datetime(1970, 1, 1, microsecond=1, tzinfo=UTC)),
            ("1", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
            ("4102444800.000000", NOW),  # 2100-01-01
            ("999999999999.000000", NOW),  # The year 33658.
            ("9" * 400, NOW),
            ("-5.000000", NOW),
            ("nan", NOW),
            ("NaN.0", NOW),
            ("inf", NOW),
            ("1e3", NOW),
            ("0x10", NOW),
            ("1_000.0", NOW),
            ("١٢.0", NOW),
            (" 1.0", NOW),
            ("1.0\n", NOW),
            ("", NOW),
            (None, NOW),
            (True, NOW),
            ({}, NOW),
        ],
    )
    def test_is_the_one_it_names_or_now(self, ts: object, expected: datetime) -> None:
        assert expected == instant_of(ts, on_clock=Clock().at, now=NOW)

    @pytest.mark.parametrize("ts", ["0.0", "999999999999.0", "4102444800.0"])
    @pytest.mark.parametrize("speed", [0.5, 60, 3600])
    def test_is_one_on_a_fast_clock_too(self, ts: str, speed: float) -> None:
        clock = FastClock(start=NOW, speed=speed)
        now = clock.now()

        assert instant_of(ts, on_clock=clock.at, now=now) <= now


class TestWithin:
    """An incident's life begins with its filing and has got as far as now."""

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (FILED - timedelta(days=20_000), FILED),
            (FILED - timedelta(microseconds=1), FILED),
            (FILED, FILED),
            (FILED + timedelta(minutes=1), FILED + timedelta(minutes=1)),
            (NOW, NOW),
            (NOW + timedelta(days=30_000), NOW),
        ],
    )
    def test_holds_every_instant(self, at: datetime, expected: datetime) -> None:
        assert expected == within(at, filed_at=FILED, now=NOW)

    def test_begins_with_the_filing_even_where_the_clock_was_set_back(self) -> None:
        assert within(NOW, filed_at=FILED, now=FILED - timedelta(hours=1)) == FILED
