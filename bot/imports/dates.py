"""Which day does a text mean? An order of day and month is never guessed."""

import re
from datetime import date

from bot.imports.mistakes import shown
from bot.imports.options import DayOrder

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
"""How a spreadsheet shows a date by default: 03/04/2027, 3.4.2027, 03-04-2027."""
SERIAL = re.compile(r"\d{5}", re.ASCII)
"""How a spreadsheet keeps a day, as a number: 46304 is 2026-10-09."""
SAVE_AS_ISO = "give the column the format yyyy-mm-dd in the spreadsheet (in French aaaa-mm-jj), and save the file again"


class WrongDay(ValueError):
    """The text is not a date; the sentence says what to write."""


class UndecidedDay(WrongDay):
    """The text is a date only if it is known whether day or month comes first; the sentence says how to tell us."""

    def __init__(self, text: str, days: list[date]) -> None:
        self.is_ambiguous = len(days) > 1
        """True if two days may be meant; False if there is only one such day."""
        what = f"may mean {days[0]} or {days[-1]}" if self.is_ambiguous else "is not written like 2026-11-23"
        how = f"{SAVE_AS_ISO}; or add --dates dmy (day first) or --dates mdy (month first)"
        super().__init__(f"{shown(text)} {what}: {how}.")


def read_day(text: str, *, order: DayOrder | None) -> date:
    """Return the day written like 2026-11-23 or, if the order is known, like 23/11/2026; raise `WrongDay`."""
    if match := ISO.fullmatch(text):
        days = _days([(match[1], match[2], match[3])])
    elif match := LOCAL.fullmatch(text):
        by_order = {"dmy": (match[4], match[3], match[1]), "mdy": (match[4], match[1], match[3])}
        days = _days([by_order[order]] if order else list(by_order.values()))
        if days and order is None:
            raise UndecidedDay(text, days)
    else:
        raise WrongDay(_unreadable(text))
    if not days:
        raise WrongDay(f"there is no such day as {text}{f' (--dates {order})' if order else ''}.")
    return days[0]


def _days(written: list[tuple[str, str, str]]) -> list[date]:
    """Return those of the days that exist, each once; a day is given as its year, month and day."""
    days = []
    for year, month, day in written:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return list(dict.fromkeys(days))


def _unreadable(text: str) -> str:
    if SERIAL.fullmatch(text):
        return f"{text} is a spreadsheet's number for a day: {SAVE_AS_ISO}."
    return f"{shown(text)} is not written like 2026-11-23: year, month, day."
