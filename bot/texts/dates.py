"""How are dates written? The only place, beside the business hours, that knows local time."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from bot.rules.zones import load_zone

MINUTE, HOUR, DAY = 60, 3600, 86_400
"""In seconds."""

DAYS_FROM = 2 * DAY
"""From here on a length of time is told in days and hours, below in hours and minutes."""

_DAY = {"en": "EEE d MMM y", "fr": "EEE d MMM y"}
_MOMENT = {"en": "EEE d MMM y, HH:mm", "fr": "EEE d MMM y 'à' HH:mm"}


def split(seconds: int, *, in_days: bool) -> tuple[int, int, int]:
    """Return days, hours and minutes, rounded to the nearest of the smallest unit that is told; days if wanted."""
    if in_days and seconds >= DAYS_FROM:
        hours = round(seconds / HOUR)
        return hours // 24, hours % 24, 0
    minutes = round(seconds / MINUTE)
    return 0, minutes // 60, minutes % 60


def moment(at: datetime, *, timezone: str, locale: str) -> str:
    """Return "Mon 23 Nov 2026, 14:30 CET"."""
    local = at.astimezone(load_zone(timezone))
    name = local.tzname() or ""
    offset = name if name.isalpha() else f"UTC{local.strftime('%z')[:3]}:{local.strftime('%z')[3:]}"
    return f"{_written(local, _MOMENT[locale], locale)} {offset}"


def day(at: datetime, *, timezone: str, locale: str) -> str:
    """Return "Mon 23 Nov 2026"."""
    return _written(at.astimezone(load_zone(timezone)), _DAY[locale], locale)


def calendar_day(on: date, *, locale: str) -> str:
    """Return "23 Nov 2026"."""
    return format_date(on, "d MMM y", locale=locale)


def time_of_day(at: datetime, *, timezone: str) -> str:
    """Return "14:30"."""
    return at.astimezone(load_zone(timezone)).strftime("%H:%M")


def _written(local: datetime, pattern: str, locale: str) -> str:
    # Babel converts what carries a zone by rules of its own; the wall clock we have is right already.
    return format_datetime(local.replace(tzinfo=None), pattern, locale=locale)
