"""How are dates and languages written? The only place, besides the business hours, that knows local time."""

import unicodedata
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, get_timezone_location

from bot.rules.zones import load_zone

MINUTE, HOUR, DAY = 60, 3600, 86_400
"""Seconds in a minute, an hour and a day."""

DAYS_FROM = 2 * DAY
"""Seconds from which a length of time is written in days and hours, not in hours and minutes."""


def language(code: str, *, locale: str) -> str:
    """Return the name of a language with a capital letter: "French", "Français"."""
    name = str(Locale.parse(locale).languages.get(code, code))
    return name[:1].upper() + name[1:]


def split(seconds: int, *, in_days: bool) -> tuple[int, int, int]:
    """Return days, hours and minutes, rounded to the smallest unit that is written; without `in_days`, days are 0."""
    if in_days and seconds >= DAYS_FROM:
        hours = round(seconds / HOUR)
        return hours // 24, hours % 24, 0
    minutes = round(seconds / MINUTE)
    return 0, minutes // 60, minutes % 60


def local(at: datetime, *, timezone: str) -> datetime:
    """Return the instant on the wall clock of the zone."""
    return at.astimezone(load_zone(timezone))


def on_calendar(on: date, *, pattern: str, locale: str) -> str:
    """Return the date in this Unicode (CLDR) pattern: "EEE d MMM y" gives "Mon 23 Nov 2026"."""
    return format_date(on, pattern, locale=locale)


def weekday(number: int, *, locale: str) -> str:
    """Return the name of a day of the week; 0 is "Monday", "lundi"."""
    return str(Locale.parse(locale).days["stand-alone"]["wide"][number])


def zone(at: datetime, *, timezone: str, locale: str, by_city: bool) -> tuple[str, str]:
    """Return the kind of name that the zone has, and the name: "abbreviation" and "CET", "offset" and "UTC+05:45".

    With `by_city` they are "city" and "Paris"; the kind is "vowel" if the name begins with a vowel, and "le"
    if it begins with "Le ", which is removed from the name.
    """
    here = local(at, timezone=timezone)
    if by_city and "/" in timezone and not timezone.startswith("Etc/"):
        return _city(here, timezone, locale)
    name = here.tzname() or ""
    return ("abbreviation", name) if name.isalpha() else ("offset", _offset(here))


def _city(here: datetime, timezone: str, locale: str) -> tuple[str, str]:
    name = get_timezone_location(timezone, locale=locale, return_city=True).rpartition("/")[2]
    is_repeated = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    place = f"{name}, {_offset(here)}" if is_repeated else name  # When summer time ends, an hour is repeated.
    if name.startswith("Le "):
        return "le", place.removeprefix("Le ")
    first = unicodedata.normalize("NFD", name)[0].lower()
    return ("vowel" if first in "aeiou" else "city"), place


def _offset(here: datetime) -> str:
    digits = here.strftime("%z")
    return f"UTC{digits[:3]}:{digits[3:5]}"
