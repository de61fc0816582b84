"""How is a table written so that a spreadsheet opens it as intended?"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TextIO

from babel.numbers import get_decimal_symbol

from bot.reports.options import Separator
from bot.rules.plain_text import unturned
from bot.rules.spreadsheets import kept_whole

SIGNS: dict[Separator, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}
BOM = "\ufeff"
"""Without it Excel reads a CSV file in the computer's old code page, and garbles every accent."""


def separator_of(locale: str) -> Separator:
    """Return what Excel expects between values where this language is spoken: no comma if numbers have commas."""
    return "semicolon" if get_decimal_symbol(locale) == "," else "comma"


def write_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]], file: TextIO, *, separator: Separator) -> None:
    """Write a table with a header; texts are protected from changes by a spreadsheet, dates are in ISO format."""
    file.write(BOM)
    table = csv.writer(file, delimiter=SIGNS[separator])
    table.writerow(columns)
    table.writerows([_cell(row[name]) for name in columns] for row in rows)


def plain(value: object) -> object:
    """Return a date or an instant in ISO format, and any other value as it is."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: object) -> object:
    return kept_whole(unturned(value)) if isinstance(value, str) else plain(value)
