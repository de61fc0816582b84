"""Which dates are plausible? Dates of a contract are written as 2026-12-24."""

import re
from datetime import date, timedelta

A_DAY = timedelta(days=1)
"""Maximum difference between the date here and the date elsewhere at the same instant."""
FIRST_YEAR, LAST_YEAR = 1980, 2199
"""First and last plausible year; a year outside is taken for a typing mistake."""
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date | None:
    """Return the date that is written as YYYY-MM-DD; None if there is no such date, or its year is not plausible."""
    if not WRITTEN.fullmatch(text.strip()):
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
