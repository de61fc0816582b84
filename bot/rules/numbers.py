"""How is an incident's number written? 42 is INC-42."""

import re
from collections.abc import Callable, Iterable

from bot.rules.plain_text import one_line

_DASHES = r"[-\s\u2012-\u2015\u2212]*"
_SIGN = r"(?:#|n[°º]|no\.|number|num[ée]ro)"
_NAMED = rf"(?:INC|INCIDENT|TICKET){_DASHES}(?:{_SIGN}|no(?=\s))?\s*\d{{1,9}}"
"""The pattern of an incident's number that says what it is: "INC-42", "incident no. 42", "ticket #42"."""
_WRITTEN = re.compile(rf"{_NAMED}|{_DASHES}{_SIGN}?\s*\d{{1,9}}", re.IGNORECASE)
_BRIEF = re.compile(rf"(?:[^\W\d_]+ )?({_NAMED})(?: [^\W\d_]+)? ?[.!?]*", re.IGNORECASE)
_WITHIN = re.compile(rf"(.+[ ’'])({_NAMED})(.*)", re.IGNORECASE)
_LISTED = re.compile(r"INC-\d{1,9}(?:, INC-\d{1,9})*(?: …)?")
_ONE = re.compile(r"INC-(\d{1,9})")
_AROUND = "*_~`\"'“”«»\u2018\u2019()[] "
"""What may stand around a number: Slack's signs for bold and the like, quotation marks, brackets."""
_BEHIND = f"{_AROUND}.,;:!?…"
"""What may follow a number, in French after a space."""


def written(incident_id: int) -> str:
    """Return "INC-42" for 42."""
    return f"INC-{incident_id}"


def all_written(incident_ids: Iterable[int]) -> str:
    """Return "INC-7, INC-8" for 7 and 8."""
    return ", ".join(map(written, incident_ids))


def replace_numbers(text: str, by: Callable[[int], str]) -> str:
    """Return a list of ours such as "INC-7, INC-8 …" with each number replaced; return any other text as it is."""
    return _ONE.sub(lambda one: by(int(one[1])), text) if _LISTED.fullmatch(text) else text


def listed_numbers(text: str) -> list[int]:
    """Return [7, 8] for a list of ours such as "INC-7, INC-8" or "INC-7, INC-8 …"; [] for any other text."""
    return [int(one) for one in _ONE.findall(text)] if _LISTED.fullmatch(text) else []


def read_number(text: str) -> int | None:
    """Return 42 for "INC-42", "incident no. 42", "ticket 42", "#42", "42" or "*INC-42*?"; None for anything else."""
    typed = one_line(text).lstrip(_AROUND).rstrip(_BEHIND)
    return int(re.sub(r"\D", "", typed)) if _WRITTEN.fullmatch(typed) else None


def named_briefly(text: str) -> str | None:
    """Return "INC-4" for "close INC-4 please": a named number with at most a word on each side; else None."""
    match = _BRIEF.fullmatch(text)
    return match[1] if match else None


def named_within(text: str) -> tuple[str, str, str] | None:
    """Return ("where is ", "INC-4", " now?") for "where is INC-4 now?"; None if no words are before a named number."""
    match = _WITHIN.fullmatch(text)
    return (match[1], match[2], match[3]) if match else None
