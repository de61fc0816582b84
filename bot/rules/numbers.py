"""How is an incident's number written? 42 is INC-42."""

import re
from collections.abc import Iterable

_WRITTEN = re.compile(r"(?:INC)?[-\s]*#?\s*(\d{1,9})", re.IGNORECASE)


def written(incident_id: int) -> str:
    """Return "INC-42" for 42."""
    return f"INC-{incident_id}"


def all_written(incident_ids: Iterable[int]) -> str:
    """Return "INC-7, INC-8" for 7 and 8."""
    return ", ".join(map(written, incident_ids))


def read_number(text: str) -> int | None:
    """Return 42 for "INC-42", "inc 42", "#42" or "42"; None for anything else."""
    match = _WRITTEN.fullmatch(text.strip())
    return int(match[1]) if match else None
