from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.durations import parse_duration


class TestParseDuration:
    """A length of time is whole numbers with their units."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("45s", timedelta(seconds=45)),
            ("30m", timedelta(minutes=30)),
            ("2h", timedelta(hours=2)),
            ("2d", timedelta(days=2)),
            ("1h30m", timedelta(minutes=90)),  # 60 + 30
            ("1d2h3m4s", timedelta(seconds=93_784)),  # 86,400 + 7,200 + 180 + 4
            ("90m", timedelta(minutes=90)),  # more than the next unit
            ("30m1h", timedelta(minutes=90)),  # in any order
            ("1h1h", timedelta(hours=2)),  # parts add up
            ("0h", timedelta()),
            ("007m", timedelta(minutes=7)),
        ],
    )
    def test_reads(self, text: str, expected: timedelta) -> None:
        assert parse_duration(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "2",
            "h",
            "2 h",
            " 2h",
            "2h ",
            "2h\n",
            "-2h",
            "+2h",
            "1.5h",
            "1,5h",
            "2H",
            "2hours",
            "2w",
            "2h30",
            "PT2H",
        ],
    )
    def test_refuses_with_an_example(self, text: str) -> None:
        with pytest.raises(ValueError, match="is not a duration; write for instance 30m, 2h or 1h30m") as refused:
            parse_duration(text)

        assert str(refused.value).startswith(repr(text))

    @pytest.mark.parametrize("text", ["9999999999d", "999999999d999999999d", "9" * 400 + "s"])
    def test_refuses_what_no_clock_can_count(self, text: str) -> None:
        """Anything else than ValueError would reach the operator as a traceback."""
        with pytest.raises(ValueError, match="is longer than time is counted"):
            parse_duration(text)

    @given(st.integers(0, 999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
    def test_reads_what_was_written_from_a_length(self, days: int, hours: int, minutes: int, seconds: int) -> None:
        written = f"{days}d{hours}h{minutes}m{seconds}s"

        assert parse_duration(written) == timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
