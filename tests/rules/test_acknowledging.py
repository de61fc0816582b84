"""Which messages in the technicians' thread acknowledge an incident?"""

import pytest

from bot.policy import read_policy
from bot.rules.acknowledging import begins_with_word

WORDS = read_policy(None).acknowledge.words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mine", True),
        ("Mine.", True),
        ("MINE!", True),
        ("*mine*", True),
        ("“Mine”, I think", True),
        ("  on   it now", True),
        ("On\u00a0it", True),  # A blank that is no plain one.
        ("Ack", True),
        ("ack, will look at ten", True),
        ("Je prends !", True),
        ("pour moi", True),
        ("_Pour moi_, je rappelle Alice", True),
        ("Not my product. Who knows calendars?", False),
        ("Not mine", False),
        ("pas pour moi", False),
        ("mineral water?", False),  # A longer word.
        ("on item 4", False),
        ("On it’s way to somebody", False),
        ("acknowledge it, somebody", False),
        ("&gt; mine", False),  # Quotes what somebody else wrote.
        ("", False),
        ("👀", False),
    ],
)
def test_begins_with_a_word_for_it(text: str, expected: bool) -> None:
    assert begins_with_word(text, WORDS) is expected
