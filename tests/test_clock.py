import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, FastClock

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)


class TestClock:
    """The time of day."""

    def test_tells_this_instant(self) -> None:
        before = datetime.now(UTC)
        told = Clock().now()

        assert before <= told <= datetime.now(UTC)

    def test_tells_it_aware_and_in_utc(self) -> None:
        assert Clock().now().tzinfo is UTC

    @pytest.mark.parametrize("real", [timedelta(), timedelta(seconds=60), timedelta(minutes=-5)])
    def test_tells_what_it_will_be_in_a_while(self, real: timedelta) -> None:
        clock = Clock()

        assert abs(clock.after(real) - clock.now() - real) < A_MOMENT


class TestFastClock:
    """A clock on which `speed` seconds pass in each real one."""

    def test_begins_where_it_is_set(self) -> None:
        assert timedelta() <= FastClock(start=START, speed=1).now() - START < A_MOMENT

    def test_stays_aware_and_in_utc(self) -> None:
        assert FastClock(start=START, speed=60).now().tzinfo is UTC

    def test_runs_so_much_faster(self) -> None:
        """Both clocks are read twice; the fast one's step lies between the real steps inside and around it."""
        clock = FastClock(start=START, speed=3600)
        outer_began = time.monotonic()
        began = clock.now()
        inner_began = time.monotonic()
        time.sleep(0.02)
        inner_took = time.monotonic() - inner_began
        took = (clock.now() - began).total_seconds()
        outer_took = time.monotonic() - outer_began

        assert 3600 * inner_took <= took + 0.001
        assert took - 0.001 <= 3600 * outer_took

    def test_never_goes_back(self) -> None:
        clock = FastClock(start=START, speed=60)
        told = [clock.now() for _ in range(100)]

        assert told == sorted(told)

    @pytest.mark.parametrize(("speed", "expected"), [(1, 60), (60, 3600), (0.5, 30)])  # 60 real seconds
    def test_counts_real_time_for_leases_and_waits(self, speed: float, expected: int) -> None:
        """A lease of a minute lasts a real minute, however fast the demo runs."""
        clock = FastClock(start=START, speed=speed)

        ahead = clock.after(timedelta(seconds=60)) - clock.now()

        assert abs(ahead - timedelta(seconds=expected)) < A_MOMENT * max(speed, 1)

    def test_takes_what_has_whole_seconds_to_be_no_earlier_than_it_was(self) -> None:
        """The local workspace gives a message the ts of the second it was written in."""
        clock = FastClock(start=START, speed=60)
        before = clock.now()

        assert before <= clock.at(float(int(time.time()))) <= clock.now()
