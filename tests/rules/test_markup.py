"""Signs of formatting are read as Slack shows them; everything else is a character like any other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.markup import is_formatted, parse, unformatted


def read(text: str) -> list[str]:
    """Return each passage as its kind, its place and its spans, styles in angle brackets before their words."""
    return [
        f"{one.kind}{one.depth or ''}{f' {one.number}' if one.number else ''}: "
        + "".join(
            f"<{' '.join(sorted(span.styles)) or span.kind}>{span.text}</>"
            if span.styles or span.kind != "text"
            else span.text
            for span in one.spans
        )
        for one in parse(text)
    ]


INLINE = [
    ("*bold* and **strong**", "<bold>bold</> and <bold>strong</>"),
    ("_slanted_ ~gone~ `co*d*e`", "<italic>slanted</> <strike>gone</> <code>co*d*e</>"),
    ("*_both_*", "<bold italic>both</>"),
    ("(*x*), *y*: *z*!", "(<bold>x</>), <bold>y</>: <bold>z</>!"),
    ("*two words* here", "<bold>two words</> here"),
    # No formatting: within words, with blanks inside, alone, in paths and names.
    ("2*3*4 and 2 * 3 * 4", "2*3*4 and 2 * 3 * 4"),
    ("rm *.log *.txt", "rm *.log *.txt"),
    ("__init__ snake_case_name", "__init__ snake_case_name"),
    ("~/bin ~/lib /*x*/", "~/bin ~/lib /*x*/"),
    ("* a star", None),
    ("`` ` *", "`` ` *"),
    ("a\\*b\\*", "a\\*b\\*"),
    # Addresses end before the sentence goes on, and are what they show.
    ("see https://a.example/x_y_z.", "see <link>https://a.example/x_y_z</>."),
    ("bank (https://evil.example)", "bank (<link>https://evil.example</>)"),
    ("https://en.example/Oil_(fuel), or", "<link>https://en.example/Oil_(fuel)</>, or"),
    ('"https://a.example/?a=1&b=2"', '"<link>https://a.example/?a=1&b=2</>"'),
    ("*see https://a.example/b*", "<bold>see </><bold>https://a.example/b</>"),
    ("javascript:alert(1) file:///etc data:x", "javascript:alert(1) file:///etc data:x"),
    ("xhttps://a.example", "xhttps://a.example"),
    ("https:// and http://", "https:// and http://"),
    # Emoji, and what only looks like one.
    (":fire: :+1::wave::skin-tone-3:", "<emoji>fire</> <emoji>+1</><emoji>wave::skin-tone-3</>"),
    ("12:30:45 a:b:c std::vec::x [1:x:2]", "12:30:45 a:b:c std::vec::x [1:x:2]"),
    (":123: :: :A: : a:", ":123: :: :A: : a:"),
    ("<!channel> <@U1> @here #x", "<!channel> <@U1> @here #x"),
]


@pytest.mark.parametrize(("text", "expected"), INLINE)
def test_words_of_a_line(text: str, expected: str | None) -> None:
    assert read(text) == ([f"lines: {expected}"] if expected else ["bullet: a star"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", ["lines: a\nb"]),
        ("    indented\n", ["lines:     indented"]),
        ("a\n\n\nb", ["lines: a\n\n\nb"]),
        ("", []),
        (" \n\t\n", []),
        ("Tried:\n• one\n• two\nthen", ["lines: Tried:", "bullet: one", "bullet: two", "lines: then"]),
        ("- a\n    ◦ b\n        ▪ c\n  - d", ["bullet: a", "bullet1: b", "bullet2: c", "bullet1: d"]),
        ("* a\n*b*", ["bullet: a", "lines: <bold>b</>"]),
        ("1. a\n2. b\n7. c", ["ordered 1: a", "ordered 2: b", "ordered 7: c"]),
        ("2026. A year\n-5 degrees\n-- \n---", ["lines: 2026. A year\n-5 degrees\n-- \n---"]),
        ("> a\n>b\nc", ["quote: a\nb", "lines: c"]),
        ("x\n```\n*a*\n  b\n```\ny", ["lines: x", "code: *a*\n  b", "lines: y"]),
        ("run ```ls``` now", ["lines: run", "code: ls", "lines:  now"]),
        ("```cut off\nhere", ["code: cut off\nhere"]),
        ("an odd ``` sign", ["lines: an odd ``` sign"]),
        ("``````", ["lines: ``````"]),
        ("```a``` ```b```", ["code: a", "code: b"]),
        ("• *b* `c` https://a.example", ["bullet: <bold>b</> <code>c</> <link>https://a.example</>"]),
        (" " * 90 + "• deep", ["bullet8: deep"]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("a :fire: b\nc", False),
        ("*a*", True),
        ("• a", True),
        ("https://a.example", True),
        ("> a", True),
        ("2*3", False),
    ],
)
def test_whether_plain_text_would_do(text: str, formatted: bool) -> None:
    assert is_formatted(parse(text)) is formatted


def test_without_formatting_it_is_what_is_read() -> None:
    text = "*a* :fire:\n- b\n    - `c`\n3. d\n> e\n```f```"

    assert unformatted(text) == "a :fire:\n• b\n    • c\n3. d\n> e\nf"


PIECES = [
    "*",
    "_",
    "~",
    "`",
    "```",
    "**",
    "\n",
    " ",
    "• ",
    "- ",
    "1. ",
    "> ",
    "(",
    ")",
    "https://a.example/b",
    ":fire:",
]
TYPED = st.lists(st.one_of(st.sampled_from([*PIECES, "word", "x"]), st.text(max_size=8)), max_size=40).map("".join)


@given(TYPED)
def test_no_word_is_lost_or_added(typed: str) -> None:
    assert re.findall(r"[^\W_]+", unformatted(typed)) == re.findall(r"[^\W_]+", typed)


@given(TYPED)
def test_nothing_else_is_linked_or_drawn(typed: str) -> None:
    """A link is an address of the web that the reader sees, an emoji a name of one."""
    for span in (span for passage in parse(typed) for span in passage.spans):
        assert span.kind != "link" or (re.fullmatch(r"https?://\S+", span.text) and span.text in typed)
        assert span.kind != "emoji" or re.fullmatch(r"[a-z0-9_'+-]+(::skin-tone-[2-6])?", span.text)


@pytest.mark.parametrize(
    "text",
    ["*a" * 9000, "https://" + "." * 9000, ":a" * 9000, "`" * 9000, "*_~" * 4000, "https://a(" * 2000, "* " * 5000],
)
def test_long_odd_texts_end(text: str) -> None:
    """No pattern takes a time that grows with the square of the length."""
    assert re.findall(r"[^\W_]+", unformatted(text)) == re.findall(r"[^\W_]+", text)
