import pytest

from bot.rules.storable import storable


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
