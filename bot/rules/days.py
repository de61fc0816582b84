"""Which dates can be meant? Dates of a contract are written as 2026-12-24."""

import re
from datetime import date, timedelta

A_DAY = timedelta(days=1)
"""Maximum difference between the date here and the date somewhere else."""
FIRST_YEAR, LAST_YEAR = 1980, 2199
"""The years that can be meant; what lies outside is a slip of the pen."""
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date | None:
    """Return the date that is written as YYYY-MM-DD; None if there is no such date, or none that can be meant."""
    if not WRITTEN.fullmatch(text.strip()):
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
