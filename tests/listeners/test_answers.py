"""Which command does a text mean?"""

import pytest

from bot.listeners.answers import understood
from bot.listeners.incident_command import SPARE_WORDS


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("show INC-4", ("show", "INC-4")),
        ("show INC-4 please", ("show", "INC-4")),
        ("explain INC-4 please!", ("explain", "INC-4")),
        ("voir incident INC-4", ("show", "INC-4")),
        ("expliquer INC-4 merci", ("explain", "INC-4")),
        ("close INC-4", ("show", "INC-4")),
    ],
)
@pytest.mark.parametrize("spare_words", [0, SPARE_WORDS])
def test_a_word_beside_the_number_changes_nothing(text: str, meant: tuple[str, str], spare_words: int) -> None:
    """As command and as mention."""
    assert understood(text, spare_words=spare_words) == meant
