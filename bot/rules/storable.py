"""Which characters can no database hold? What comes from outside is cleaned of them, never refused for them."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and halves of surrogate pairs: what PostgreSQL, or UTF-8 itself, does not take."""


def storable(text: str) -> str:
    """Return the text with U+FFFD in the place of each character that cannot be stored."""
    return UNSTORABLE.sub("\ufffd", text)
