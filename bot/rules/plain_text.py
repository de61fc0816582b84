"""How is a typed or imported text stored, so that texts that look the same are the same?

`storable` is for every text; `one_line` for texts that are compared or shown on one line: names, codes, titles,
numbers, words of a command. `in_line` is for showing either within a line.
"""

import re
import unicodedata

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and halves of surrogate pairs, which PostgreSQL, or UTF-8 itself, does not accept."""
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control characters, soft hyphen, zero width space, word joiner, byte order mark, and whatever sets a direction."""
JOINERS = re.compile(
    "(?<![^\0-\u036f\u1e00-\u1eff])[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]+(?!\u20e3)"
)
"""Joiners, variation selectors and tags at the beginning of a text or after a space, a digit or a Latin letter.
Elsewhere they stay: Persian words, names in Japanese and many emoji are made with them, such as the key
1\ufe0f\u20e3."""
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that change the direction of the text after them (unicode.org/reports/tr9, section 2)."""
FIRST_STRONG, END = "\u2068", "\u2069"
"""Put around a text that is read from right to left, so that the rest of the line keeps its direction."""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
FIRST_RIGHT_TO_LEFT = "\u0590"
"""First code point of the scripts that are read from right to left (unicode.org/charts: Hebrew); Latin, Greek and
Cyrillic come before it."""
PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2800": " ", "\u3164": " ", "\uffa0": " "})
"""Other kinds of hyphens become "-"; a symbol and letters that show nothing become spaces."""


def storable(text: str) -> str:
    """Return the text with U+FFFD in place of each character that cannot be stored."""
    return UNSTORABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return the text composed (NFC), with single spaces between words, plain hyphens, and nothing invisible."""
    seen = " ".join(UNSEEN.sub("", storable(text)).translate(PLAIN).split())
    unjoined = JOINERS.sub("", unicodedata.normalize("NFC", seen))
    return " ".join(unicodedata.normalize("NFC", unjoined).split())


def unturned(text: str) -> str:
    """Return the text without characters that change the direction of what follows."""
    return TURNS.sub("", text)


def in_line(text: str) -> str:
    """Return the text for use within a line: unturned, and isolated if any of it is read from right to left."""
    plain = unturned(text)
    beyond = (one for one in plain if one >= FIRST_RIGHT_TO_LEFT)
    if plain.isascii() or not any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT for one in beyond):
        return plain
    return f"{FIRST_STRONG}{plain}{END}"
