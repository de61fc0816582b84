"""How is a text kept that was typed or imported, so that what looks the same is the same?

`storable` is for every text, `one_line` for what is compared or stands in a line: names, codes, titles, numbers, words
of a command. `in_line` is for showing either.
"""

import re
import unicodedata

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and halves of surrogate pairs: what PostgreSQL, or UTF-8 itself, does not take."""
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphen, zero width space, word joiner, byte order mark, and all that sets a direction. The joiners U+200C and
U+200D stay: Persian words and many emoji are made with them."""
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of the text behind it (unicode.org/reports/tr9, section 2)."""
FIRST_STRONG, END = "\u2068", "\u2069"
"""Around a text that is read from right to left, so that what follows on the same line is not."""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})


def storable(text: str) -> str:
    """Return the text with U+FFFD in the place of each character that cannot be stored."""
    return UNSTORABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return the text composed (NFC), with single blanks between its words, plain hyphens, and nothing invisible."""
    composed = unicodedata.normalize("NFC", UNSEEN.sub("", storable(text)))
    return " ".join(composed.translate(HYPHENS).split())


def unturned(text: str) -> str:
    """Return the text without what turns the direction of what stands behind it."""
    return TURNS.sub("", text)


def in_line(text: str) -> str:
    """Return the text for a line that goes on: unturned, and by itself if any of it is read from right to left."""
    plain = unturned(text)
    if plain.isascii() or not any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT for one in plain):
        return plain
    return f"{FIRST_STRONG}{plain}{END}"
