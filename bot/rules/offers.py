"""What of a message becomes the title and the description of an incident, and in which severity is it filed?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast, get_args

from bot.rules.markup import SIGNS, unformatted
from bot.rules.person import Person
from bot.rules.plain_text import one_line
from bot.rules.whole_message import ARROW
from models.vocabulary import SeverityLetter

TITLE_LIMIT, DESCRIPTION_LIMIT = 150, 3000
"""Maximum characters, as in the form."""
MARKS = "".join(SIGNS.values())
"""What may stand around a letter that somebody has formatted."""
BLANKS = re.compile(r"[^\S\n]+")
"""What parts two words, also the blanks that texts are copied with: U+00A0 and U+202F."""


@dataclass(frozen=True)
class WantedIncident:
    """What somebody wrote, as it would be filed."""

    title: str
    description: str
    severity: SeverityLetter | None = None


def wanted(text: str) -> WantedIncident:
    """Return what a text asks for: a severity ("B printers are down") if it begins with one, then what is wrong.

    Both texts may still be too long.
    """
    first, rest = (*BLANKS.split(text.strip(), maxsplit=1), "")[:2]
    letter = first.strip(MARKS).rstrip(":.,)").strip(MARKS)
    if letter in get_args(SeverityLetter) and rest.strip():
        return _described(rest, cast("SeverityLetter", letter))
    return _described(text, None)


def author_of(written_by: str, reacted: Person, is_technician: Callable[[], bool]) -> str:
    """Return the member id of whom a message is offered to, on which somebody has put the reaction for it.

    A technician offers it to who wrote it; anybody else files it themselves, as technicians do with what another one
    wrote. `is_technician` returns whether who wrote it is one.
    """
    is_for_author = written_by == reacted.user_id or (reacted.answers and not is_technician())
    return written_by if is_for_author else reacted.user_id


def read_severity(text: str) -> SeverityLetter | None:
    """Return the severity that a text names and nothing else; None for any other text."""
    letter = one_line(text).strip(f" .!{MARKS}").upper()
    return cast("SeverityLetter", letter) if letter in get_args(SeverityLetter) else None


def _described(text: str, severity: SeverityLetter | None) -> WantedIncident:
    text = text.strip()
    return WantedIncident(_title(text), text, severity)


def _title(text: str) -> str:
    """Return the first line that says something itself, without its formatting."""
    lines = [one_line(line) for line in unformatted(text).split("\n")]
    return next((line for line in lines if line and not line.startswith(ARROW)), lines[0])
