"""How is an incident's number written? 42 is INC-42."""

import re
from collections.abc import Callable, Iterable

from bot.rules.plain_text import one_line

_WRITTEN = re.compile(r"(?:INC|INCIDENT)?[-\s\u2012-\u2015\u2212]*(?:#|n[°º])?\s*(\d{1,9})", re.IGNORECASE)
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
    """Return 42 for "INC-42", "inc 42", "incident 42", "#42", "42" or "*INC-42*?"; None for anything else."""
    match = _WRITTEN.fullmatch(one_line(text).lstrip(_AROUND).rstrip(_BEHIND))
    return int(match[1]) if match else None
