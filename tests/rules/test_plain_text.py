import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.numbers import read_number
from bot.rules.packs import normalised
from bot.rules.plain_text import in_line, one_line, storable


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("Mail is down \U0001f525\n", "Mail is down \U0001f525\n"),
        ("a\0b", "a\ufffdb"),
        ("a\udfffb", "a\ufffdb"),
        ("\ud83d\ude00", "\ufffd\ufffd"),  # two halves that were never joined
    ],
)
def test_storable_replaces_what_no_database_holds(text: str, kept: str) -> None:
    assert storable(text) == kept
    assert storable(text).encode().decode() == kept


UNSEEN = (
    "\a\x7f\x9f\u00ad\u034f\u061c\u115f\u17b4\u180b\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066"
    "\u2069\u206f\ufe0f\ufeff\ufff9\U000e0041\U000e0100"
)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_invisible_makes_no_other_code(unseen: str) -> None:
    assert one_line(f"{unseen}AC{unseen}ME{unseen}") == "ACME"
    assert normalised(f"ab{unseen}-12") == "AB12"


BLANKS = ("\u00a0", "\u202f", "\t", "\u2009", "\u3000", "  ", "\n", " \u200b ", "\u3164", "\u2800")


@pytest.mark.parametrize("blank", BLANKS)
def test_every_blank_is_a_space(blank: str) -> None:
    assert one_line(f"{blank}Acme{blank}Ltd{blank}") == "Acme Ltd"
    assert read_number(f"INC{blank}42{blank}") == 42


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("E\u0301cole", "École"),
        ("mail\u20112022", "mail-2022"),
        ("e\u200b\u0301", "é"),  # composed once what stands between is gone
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("1\ufe0f\u20e3 ❤\ufe0f", "1\ufe0f\u20e3 ❤\ufe0f"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("\u908a\U000e0101", "\u908a\U000e0101"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("a\0", "a\ufffd"),
    ],
)
def test_what_looks_the_same_is_the_same_and_what_does_not_stays(text: str, kept: str) -> None:
    assert one_line(text) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mail", "Mail"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2067Mail", "Mail"),
        ("\u05d0\u05d1", "\u2068\u05d0\u05d1\u2069"),
        ("\u0645\u0631\u202e", "\u2068\u0645\u0631\u2069"),
    ],
)
def test_nothing_turns_what_stands_behind_it(text: str, shown: str) -> None:
    assert in_line(text) == shown


@pytest.mark.parametrize(
    "typed", ["INC\u20111", "INC\u20101", "INC\u20131", "INC\u22121", "INC-1.", "inc-1?", "\u202eINC-1"]
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert read_number(typed) == 1
