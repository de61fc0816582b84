"""Only a name in braces is a placeholder, and only three of them are filled in."""

import pytest

from bot.rules.placeholders import check, fill_in

VALUES = {"incident": "INC-42", "customer": "Alice", "deadline": "noon"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {customer},", "Dear Alice,"),
        ("{ incident } by {deadline}: {incident}", "INC-42 by noon: INC-42"),
        ('{"id": 1} x{3} {} {-a} { } {in cident}', '{"id": 1} x{3} {} {-a} { } {in cident}'),
        ("no braces", "no braces"),
    ],
)
def test_is_filled_in_and_all_else_stays(text: str, filled: str) -> None:
    assert check(text) == text
    assert fill_in(text, VALUES) == filled


@pytest.mark.parametrize(
    ("text", "name"), [("{incident} {name}", "name"), ("{Customer}", "Customer"), ("{é-1}", "é-1")]
)
def test_that_nothing_fills_in_is_refused(text: str, name: str) -> None:
    with pytest.raises(ValueError, match=rf"placeholder \{{{name}\}}, .* known are \{{incident\}}, \{{customer\}}"):
        check(text)
