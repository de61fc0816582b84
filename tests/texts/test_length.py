from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.length import beginning, escaped_units, shorten, units

NASTY = st.text(st.sampled_from("a &<>é😀👩\u200d\U0001f1eb\U00010437\n"), max_size=60)


@given(NASTY)
def test_lengths_are_those_of_utf16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2
    assert escaped_units(text) == units(escape(text, quote=False))


@given(NASTY, st.integers(1, 40), st.sampled_from([units, escaped_units]))
def test_what_is_shortened_fits_and_is_a_beginning(text: str, limit: int, measure: type[int]) -> None:
    short = shorten(text, limit, measure=measure)

    assert measure(short) <= limit
    assert short == text or (measure(text) > limit and text.startswith(short.removesuffix("…")))


@given(NASTY, st.integers(0, 40), st.sampled_from([units, escaped_units]))
def test_a_beginning_is_as_long_as_can_be(text: str, limit: int, measure: type[int]) -> None:
    first = beginning(text, limit, measure=measure)

    assert measure(first) <= limit
    assert first == text or measure(text[: len(first) + 1]) > limit


@pytest.mark.parametrize(
    ("text", "short"), [("😀" * 5, "😀😀…"), ("abcde", "abcde"), ("abcdef", "abcd…"), ("abc   f", "abc…")]
)
def test_an_emoji_is_never_cut_in_two(text: str, short: str) -> None:
    assert shorten(text, 5) == short
