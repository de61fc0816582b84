"""What part of a message becomes the title and the description of an incident, and with which severity is it filed?"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from bot.rules.markup import SIGNS, unformatted
from bot.rules.person import Person
from bot.rules.plain_text import one_line
from bot.rules.set_phrases import SetPhrases
from bot.rules.whole_message import ARROW
from models.vocabulary import SeverityLetter

TITLE_LIMIT, DESCRIPTION_LIMIT = 150, 3000
"""Maximum characters, as in the form."""
MARKS = "".join(SIGNS.values())
"""Signs that may surround a letter that somebody has formatted."""
_BRACKETED = re.compile(r"^[\[(](\w)[\])]$")
_FILE = re.compile(r"^(.+\.\w+) https?://\S+$")
"""A file's name followed by its address."""
_SIGN = re.compile(r"^[:.,)\u2013-]\s+")
"""A sign after the letter and a space, as in French: "B : plus de courriel"."""
_ARTICLE = re.compile(r"A[^\S\n]+[a-z]")
"""The letter A that may be an article at the beginning of an English sentence."""


@dataclass(frozen=True)
class WantedIncident:
    """What somebody wrote, as it would be filed."""

    title: str
    description: str
    severity: SeverityLetter | None = None


NO_PHRASES = SetPhrases()


def wanted(text: str, phrases: SetPhrases = NO_PHRASES) -> WantedIncident:
    """Return what a text asks for: a severity ("B printers are down") if it begins with one, then what is wrong.

    The severity may be alone on the first line. A greeting may come before it, and is left out of the title. Title and
    description may still be too long.
    """
    plain = phrases.behind_manners(text)
    body = phrases.behind_severity(plain)
    first, rest = (*body.strip().split(maxsplit=1), "", "")[:2]
    letter = _BRACKETED.sub(r"\1", first.strip(MARKS).rstrip(":.,").strip(MARKS)).rstrip(")")
    if body != plain:  # After the word "severity", a lower-case letter counts too.
        letter = letter.upper()
    if letter in get_args(SeverityLetter) and rest.strip():
        rest = _opened_by(first) + _SIGN.sub("", rest)
        return _described(rest, cast("SeverityLetter", letter), phrases)
    return _described(text, None, phrases)


def _opened_by(letter: str) -> str:
    """Return the signs that begin formatting at the letter without ending it there, as in "*B printers* are down"."""
    signs = letter[: len(letter) - len(letter.lstrip(MARKS))]
    return "" if letter.endswith((*MARKS, *(f"{mark}{sign}" for mark in MARKS for sign in ":.,)"))) else signs


def wanted_in_form(text: str, phrases: SetPhrases = NO_PHRASES) -> WantedIncident:
    """Return the same for a form, which asks for the severity anyway: there "A printer is down" names none."""
    asked = wanted(text, phrases)
    if asked.severity == "A" and _ARTICLE.match(phrases.behind_manners(text)):
        return _described(text, None, phrases)
    return asked


def author_of(written_by: str, reacted: Person, is_technician: Callable[[], bool]) -> str:
    """Return the member id of the person to whom a message is offered after somebody reacted to it.

    When a technician reacts, it is offered to the message's author; anybody else gets the offer themselves, and so does
    a technician for another technician's message. `is_technician` returns whether the author is a technician.
    """
    is_for_author = written_by == reacted.user_id or (reacted.answers and not is_technician())
    return written_by if is_for_author else reacted.user_id


def who_reacted(message: Mapping[str, Any], name: str, *, but: str | None) -> Sequence[str]:
    """Return the ids of members other than `but` with a reaction of this name on the message, in Slack's order.

    Slack may leave some out if there are many (docs.slack.dev/reference/methods/reactions.get).
    """
    reactions = [one for one in message.get("reactions") or () if one.get("name") == name]
    return [user for one in reactions for user in one.get("users") or () if user != but]


def read_severity(text: str, phrases: SetPhrases = NO_PHRASES) -> SeverityLetter | None:
    """Return the severity of a text that names one and says nothing else ("B, please"); None for any other text."""
    named = phrases.behind_severity(phrases.without_manners(text))
    letter = one_line(named).strip(f" .!{MARKS}").upper()
    return cast("SeverityLetter", letter) if letter in get_args(SeverityLetter) else None


def _described(text: str, severity: SeverityLetter | None, phrases: SetPhrases) -> WantedIncident:
    text = text.strip()
    return WantedIncident(_title(text, phrases), text, severity)


def _title(text: str, phrases: SetPhrases) -> str:
    """Return the first line with content of its own, without its formatting, a greeting or a file's address."""
    lines = [one_line(line) for line in unformatted(text).split("\n")]
    own = [line for line in lines if line and not line.startswith(ARROW)]
    title = next((line for line in own if not phrases.is_small_talk(line)), own[0] if own else lines[0])
    return phrases.without_greeting(_FILE.sub(r"\1", title))
