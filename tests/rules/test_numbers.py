import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.numbers import named_briefly, named_within, read_number, written


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
            "nº 42",
            "No. 42",
            "incident no 42",
            "Incident no. 42",
            "incident number 42",
            "incident numéro 42",
            "numero 42",
            "Ticket 42",
            "ticket #42",
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
            "tickets 42",
            "no 42",
            "number",
            "the number 42",
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


class TestNamedNumbers:
    """A number among words is an incident's only if it says so: "INC-4", "incident no. 4", "ticket 4"."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("close INC-4", "INC-4"),
            ("Incident n° 4 please!", "Incident n° 4"),
            ("my ticket no 4", "ticket no 4"),
            ("close 4", None),
            ("please close INC-4", None),
            ("close INC-4 right now", None),
        ],
    )
    def test_is_found_beside_a_word(self, text: str, expected: str | None) -> None:
        assert named_briefly(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("where is INC-4 now?", ("where is ", "INC-4", " now?")),
            ("état de l’incident n° 4", ("état de l’", "incident n° 4", "")),
            ("INC-4", None),
            ("where is 4", None),
            ("where is PRINC-4", None),
        ],
    )
    def test_is_found_behind_words(self, text: str, expected: tuple[str, str, str] | None) -> None:
        assert named_within(text) == expected
