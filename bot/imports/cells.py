"""What do the values of a row mean? A value that cannot be taken is noted, and the reading goes on."""

import re
from collections.abc import Collection
from datetime import date

from bot.imports.csv_file import Row
from bot.imports.mistakes import Mistakes

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
YEARS = range(1980, 2200)
"""A date in any other year is a slip of the pen."""
BLANKS = re.compile(" {2,}")
UNWRITTEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Line ends and other control characters."""
YES = frozenset({"yes", "true", "1", "x", "oui"})
NO = frozenset({"", "no", "false", "0", "non"})


class Cells:
    """One row while it is read."""

    def __init__(self, row: Row, mistakes: Mistakes) -> None:
        self.line = row.line
        self.is_right = True
        """Could every value be taken so far?"""
        self._values = row.values
        self._mistakes = mistakes

    def wrong(self, column: str, reason: str) -> None:
        """Note that the value of this column cannot be taken."""
        self.is_right = False
        self._mistakes.note(self.line, column, reason)

    def text(self, column: str, *, limit: int) -> str:
        """Return a text of one line with single blanks between its words; there is something to read in it."""
        value = BLANKS.sub(" ", self._values[column])
        if not value:
            self.wrong(column, "the value is missing.")
        elif len(value) > limit:
            self.wrong(column, f"{len(value)} characters are too many: shorten it to {limit}.")
        elif UNWRITTEN.search(value):
            self.wrong(column, "there is a line end or another control character in it: take it out.")
        elif not any(map(str.isalnum, value)):
            self.wrong(column, "there is neither a letter nor a digit in it.")
        return value

    def choice(self, column: str, choices: Collection[str], *, required: bool = False) -> str | None:
        """Return one of these, in whatever letters it is written; None if the field is empty."""
        found = self._values[column]
        meant = next((one for one in choices if one.lower() == found.lower()), None)
        if found and meant is None:
            self.wrong(column, f"{found!r} is not known: write {_listed(choices)}.")
        elif required and not found:
            self.wrong(column, f"the value is missing: write {_listed(choices)}.")
        return meant

    def day(self, column: str) -> date | None:
        """Return a date; None if the field is empty."""
        value = self._values[column]
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if DATE.fullmatch(value) else None
        except ValueError:
            self.wrong(column, f"there is no such day as {value}.")
            return None
        if day is None:
            self.wrong(column, f"{value!r} is not written like 2026-11-23: year, month, day.")
        elif day.year not in YEARS:
            self.wrong(column, f"the year of {value} cannot be meant; leave the field empty if nobody knows.")
        return day

    def required_day(self, column: str) -> date:
        """Return a date that must be there; any date where it is not."""
        if not self._values[column]:
            self.wrong(column, "the date is missing; write it like 2026-11-23.")
        return self.day(column) or date.min

    def count(self, column: str, *, limit: int) -> int:
        """Return a whole number from 1 to the limit."""
        value = self._values[column]
        number = int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(limit)) else 0
        if not 1 <= number <= limit:
            self.wrong(column, f"{value!r} is no whole number from 1 to {limit}.")
        return number

    def yes(self, column: str) -> bool:
        """Return whether it says yes; an empty field says no."""
        value = self._values[column].lower()
        if value not in YES | NO:
            self.wrong(column, f"{self._values[column]!r} is neither yes nor no.")
        return value in YES


def _listed(choices: Collection[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last
