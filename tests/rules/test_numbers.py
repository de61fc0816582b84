import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.numbers import read_number, written


class TestWritten:
    """People see incidents as INC-42."""

    @pytest.mark.parametrize(("number", "expected"), [(1, "INC-1"), (42, "INC-42"), (1234567, "INC-1234567")])
    def test_is_the_number_after_inc(self, number: int, expected: str) -> None:
        assert written(number) == expected


class TestReadNumber:
    """People type an incident's number as they like."""

    @pytest.mark.parametrize(
        "typed",
        [
            "INC-42",
            "inc-42",
            "Inc-42",
            "INC 42",
            "INC42",
            "INC - 42",
            "INC-#42",
            "Incident 42",
            "incident #42",
            "incident n° 42",
            "n°42",
            "#42",
            "# 42",
            "42",
            " 42 ",
            "INC-042",
            "INC-42 ?",
            "INC-42\u202f!",
            "`INC-42`",
            "*INC-42*.",
            "«\u00a0INC-42\u00a0»",
            "(INC-42)",
            "\u201cINC-42\u201d, \u2026",
        ],
    )
    def test_is_read(self, typed: str) -> None:
        assert read_number(typed) == 42

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            " ",
            "INC",
            "INC-",
            "#",
            "forty-two",
            "42a",
            "42 43",
            "INC-42 please",
            "4.2",
            "4\u00b2",
            "(4) 2",
            "4,200",
            "REQ-42",
            "incidents 42",
            "incident42b",
            "1234567890",
        ],
    )
    def test_is_not_guessed(self, typed: str) -> None:
        """Ten digits and more are no number of ours, and SQLite could not hold much longer ones."""
        assert read_number(typed) is None

    @given(st.integers(1, 999_999_999))
    def test_is_read_as_we_write_it(self, number: int) -> None:
        assert read_number(written(number)) == number

    @given(st.text())
    def test_never_fails(self, typed: str) -> None:
        assert read_number(typed) is None or read_number(typed) >= 0
