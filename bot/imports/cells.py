"""What do the values of a row mean? A value that cannot be accepted is noted, and the reading goes on."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

from bot.imports.csv_file import Row
from bot.imports.dates import UndecidedDay, WrongDay, read_day
from bot.imports.mistakes import Mistakes, shortened, shown
from bot.imports.options import DayOrder
from bot.rules.plain_text import one_line
from bot.rules.spreadsheets import SHORTENED, is_error
from bot.texts.length import units

YEARS = range(1980, 2200)
"""A date in any other year is a slip of the pen."""
UNWRITTEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""Line ends and other control characters, except for the tab, which counts as a blank."""
YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai"})
NO = frozenset({"", "no", "n", "false", "0", "non", "faux"})
NO_SYNONYMS: Mapping[str, str] = MappingProxyType({})


class Cells:
    """One row while it is read."""

    def __init__(self, row: Row, mistakes: Mistakes, dates: DayOrder | None = None) -> None:
        self.line = row.line
        self.wrong_columns: set[str] = set()
        """Columns whose values could not be accepted so far."""
        self._written = row.values
        self._values = {column: one_line(value) for column, value in row.values.items()}
        self._mistakes = mistakes
        self._dates = dates
        self._errors = {column for column, value in self._values.items() if is_error(value)}
        for column in self._errors:
            self._note_error(column)

    def wrong(self, column: str, reason: str) -> None:
        """Note why the value of this column cannot be accepted; a spreadsheet error is noted only once."""
        self.wrong_columns.add(column)
        if column not in self._errors:
            self._mistakes.note(self.line, column, reason)

    def _note_error(self, column: str) -> None:
        self.wrong_columns.add(column)
        reason = f"{shortened(self._values[column])} is a spreadsheet error, not a value: fix it there."
        self._mistakes.note(self.line, column, reason)

    def text(self, column: str, *, limit: int) -> str:
        """Return a text of one line, cleaned by `one_line`, that has something to read in it."""
        value = self._values[column]
        if not value:
            self.wrong(column, "the value is missing.")
        elif (length := units(value)) > limit:
            self.wrong(column, f"{length} characters are too many: shorten it to {limit}.")
        elif UNWRITTEN.search(self._written[column]):
            self.wrong(column, "there is a line end or another control character in it: remove it.")
        elif not any(map(str.isalnum, value)):
            self.wrong(column, "there is neither a letter nor a digit in it.")
        return value

    def code(self, column: str, *, limit: int) -> str:
        """Return a text in which every letter and digit counts; an apostrophe that protected it is removed."""
        value = self.text(column, limit=limit).removeprefix("'")
        if SHORTENED.fullmatch(value):
            self.wrong(
                column, f"a spreadsheet has shortened {shortened(value)}: make the column text and type it again."
            )
        return value

    def choice(
        self,
        column: str,
        choices: Collection[str],
        *,
        synonyms: Mapping[str, str] = NO_SYNONYMS,
        required: bool = False,
    ) -> str | None:
        """Return the choice that the value or a synonym of it names, in any case; None if the field is empty."""
        found = self._values[column].lower()
        found = synonyms.get(found, found)
        meant = next((one for one in choices if one.lower() == found), None)
        if found and meant is None:
            self.wrong(column, f"{shown(self._values[column])} is not known: write {_listed(choices)}.")
        elif required and not found:
            self.wrong(column, f"the value is missing: write {_listed(choices)}.")
        return meant

    def day(self, column: str) -> date | None:
        """Return a date; None if the field is empty."""
        value = self._values[column]
        if not value:
            return None
        try:
            day = read_day(value, order=self._dates)
        except UndecidedDay as problem:
            self.wrong_columns.add(column)
            self._mistakes.note_once(self.line, column, str(problem), is_telling=problem.is_ambiguous)
        except WrongDay as problem:
            self.wrong(column, str(problem))
        else:
            if day.year not in YEARS:
                self.wrong(column, f"the year of {value} cannot be right; leave the field empty if it is unknown.")
            return day
        return None

    def required_day(self, column: str) -> date:
        """Return a date that must be there; `date.min` if it is not."""
        if not self._values[column]:
            self.wrong(column, "the date is missing; write it like 2026-11-23.")
        return self.day(column) or date.min

    def count(self, column: str, *, limit: int) -> int:
        """Return a whole number from 1 to the limit."""
        value = self._values[column]
        number = int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(limit)) else 0
        if not 1 <= number <= limit:
            self.wrong(column, f"{shown(value)} is not a whole number from 1 to {limit}.")
        return number

    def yes(self, column: str) -> bool:
        """Return whether the value says yes; an empty field says no."""
        value = self._values[column].lower()
        if value not in YES | NO:
            self.wrong(column, f"{shown(self._values[column])} is neither yes nor no.")
        return value in YES


def _listed(choices: Collection[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last
