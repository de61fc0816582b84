"""What of a message becomes the title and the description of an incident, and in which severity is it filed?"""

from dataclasses import dataclass
from typing import cast, get_args

from bot.rules.plain_text import one_line
from models.vocabulary import SeverityLetter

TITLE_LIMIT, DESCRIPTION_LIMIT = 150, 3000
"""Maximum characters, as in the form."""
ACCOUNTS_OFFERED = 100
"""Maximum accounts among which somebody chooses in an offer."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wrote, as it would be filed."""

    title: str
    description: str
    severity: SeverityLetter | None = None


def wanted(text: str) -> Wanted:
    """Return what a text asks for: a severity ("B printers are down") if it begins with one, then what is wrong.

    Both texts may still be too long.
    """
    first, _, rest = text.strip().partition(" ")
    if first.rstrip(":.,)") in get_args(SeverityLetter) and rest.strip():
        return _described(rest, cast("SeverityLetter", first[0]))
    return _described(text, None)


def read_severity(text: str) -> SeverityLetter | None:
    """Return the severity that a text names and nothing else; None for any other text."""
    letter = text.strip(" .!").upper()
    return cast("SeverityLetter", letter) if letter in get_args(SeverityLetter) else None


def _described(text: str, severity: SeverityLetter | None) -> Wanted:
    text = text.strip()
    return Wanted(one_line(text.split("\n", 1)[0]), text, severity)
