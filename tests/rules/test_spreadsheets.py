import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.spreadsheets import defused, is_changed, is_error, kept_whole

WIDE_EQUALS = "\N{FULLWIDTH EQUALS SIGN}"


class TestDefused:
    """Whatever a spreadsheet may run, once the cell is opened or split, has an apostrophe in front."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("=1+1", "'=1+1"),
            ("+33 1 23", "'+33 1 23"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u22125", "'\u22125"),  # A minus sign that is none of the keyboard's.
            ("\tx", "'\tx"),
            # Behind what is not seen, or taken off when the cell is split.
            (" =1+1", "' =1+1"),
            ("\xa0=1+1", "'\xa0=1+1"),
            ('"=1+1', "'\"=1+1"),
            ('" "=1+1', '\'" "=1+1'),
            ("\u200b=1+1", "'\u200b=1+1"),
            ("\ufeff=1+1", "'\ufeff=1+1"),
            ("\u202e\u2060=1+1", "'\u202e\u2060=1+1"),
            ("\u3164=1+1", "'\u3164=1+1"),
            ("\x00=1+1", "'\x00=1+1"),
            # In wide forms.
            (f"{WIDE_EQUALS}1+1", f"'{WIDE_EQUALS}1+1"),
            ("\uff0b1", "'\uff0b1"),
            ("\uff0d1", "'\uff0d1"),
            ("\uff20SUM(A1)", "'\uff20SUM(A1)"),
            ("\ufe661", "'\ufe661"),
            # Behind what the cell may be split at.
            (";=1+1", ";'=1+1"),
            ("|=1+1", "|'=1+1"),
            ("a,=1+1", "a,'=1+1"),
            ("a\t=1+1", "a\t'=1+1"),
            ("a\n=1+1", "a\n'=1+1"),
            ("a\u2028=1+1", "a\u2028'=1+1"),
            ("\uff1b=1+1", "\uff1b'=1+1"),
            ('a; "=1+1', "a;' \"=1+1"),
            ("=1;=2", "'=1;'=2"),
            # Nothing to run.
            ("No mail", "No mail"),
            ("a = b - c", "a = b - c"),
            ("well-known, in part", "well-known, in part"),
            ("al@acme.example", "al@acme.example"),
            ("'=1+1", "'=1+1"),
            ("", ""),
        ],
    )
    def test_is(self, text: str, expected: str) -> None:
        assert defused(text) == expected

    @given(st.text(st.sampled_from("=+-@ab1 \t\n\r,;|\"'\u200b\ufeff\xa0\uff1d\uff1b")))
    def test_runs_nowhere_however_it_is_split(self, text: str) -> None:
        for part in re.split("[,;|\t\r\n\uff1b]", kept_whole(text)):
            assert not part.strip(' "\u200b\ufeff\xa0').startswith(("=", "+", "-", "@", WIDE_EQUALS))

    @given(st.text())
    def test_has_only_apostrophes_added(self, text: str) -> None:
        rest = iter(kept_whole(text))

        assert all(char in rest for char in text)
        assert kept_whole(text).replace("'", "") == text.replace("'", "")


class TestKeptWhole:
    """What a spreadsheet would take for a number, a date, a truth or an error is kept as it was typed."""

    @pytest.mark.parametrize(
        "text",
        [
            # Numbers: zeros in front, more than fifteen digits, an exponent, separators, sums, shares.
            "00123456", "4512345678901234567", "1234567890123456", "12E34567", "1e5", "1.5E+3", "12.50", "1,5",
            "1 000", "1\xa0000", "1'000", "(5)", "50%", "$5", "5 €", "\uff11\uff12", " 42", "42\u200b", "007",
            # Dates and times, by the names of months in some languages.
            "MAR2026", "mar-26", "March 3", "SEPT2", "Sept. 2", "DEC1", "1MAY", "24 déc. 2026", "AOÛT26", "aout26",
            "MÄRZ 2026", "3-1", "1/2", "12.5.2026", "2026-11", "2026-11-02", "10:30", "3PM", "3 p", "2026-11-24T10:00Z",
            # Truths and errors.
            "true", "FALSE", "Vrai", "#N/A", "#REF!",
        ],
    )  # fmt: skip
    def test_has_an_apostrophe_in_front(self, text: str) -> None:
        assert kept_whole(text) == f"'{text}"

    @pytest.mark.parametrize(
        "text",
        [
            "0", "42", "2026", "123456789012345",  # Whole numbers of up to fifteen digits stay what they are.
            "AB1234", "X00123", "E5", "A1", "P1", "1E", "INC-42", "GX-2026-0001", "U0ALICE", "0x1F",
            "March", "May be", "Mars", "3 users", "Server 2019", "mail-2022", "truly", "#general", "#1", "",
        ],
    )  # fmt: skip
    def test_is_left_as_it_is_where_nothing_would_be_changed(self, text: str) -> None:
        assert (is_changed(text), kept_whole(text)) == (False, text)

    def test_has_one_apostrophe_where_it_is_a_formula_as_well(self) -> None:
        assert kept_whole("-00123") == "'-00123"


class TestError:
    """A spreadsheet shows these where it cannot calculate, in the language of its user."""

    @pytest.mark.parametrize(
        "text",
        [
            "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#n/a",
            "#VALEUR!", "#NOM?", "#NOMBRE!", "#WERT!", "#BEZUG!", "#NV", "#ÜBERLAUF!", "#N/D", "Err:502", "########",
        ],
    )  # fmt: skip
    def test_is_known(self, text: str) -> None:
        assert is_error(text)

    @pytest.mark.parametrize("text", ["", "#", "##", "#1", "#acme", "#help!me", "N/A", "Error: 502", "REF!"])
    def test_is_nothing_else(self, text: str) -> None:
        assert not is_error(text)
