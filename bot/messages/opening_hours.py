"""When is it open? A calendar of the policy in words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby

from bot.policy_calendar import Calendar
from bot.rules.zones import load_zone
from bot.texts.catalogue import Words
from bot.texts.length import shorten

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED_SHOWN = 3
"""Maximum upcoming holidays that are named."""
LIMIT = 1500
"""Maximum characters of the hours of a week."""

Stretches = Sequence[tuple[str, str]]


def opening_hours(calendar: Calendar, *, words: Words) -> str:
    """Return the opening hours of a week and the zone; days with the same hours are grouped as "Monday to Friday"."""
    days = [(number, calendar.weekly.get(day, [])) for number, day in enumerate(WEEK)]
    runs = [(hours, [number for number, _ in run]) for hours, run in groupby(days, key=lambda one: one[1]) if hours]
    week = ", ".join(words("faq-day", days=_days(run, words), hours=_hours(hours, words)) for hours, run in runs)
    return words("faq-hours", week=shorten(week, LIMIT), zone=calendar.timezone)


def next_closed_days(calendar: Calendar, *, words: Words, now: datetime) -> list[str]:
    """Return the line that names the next holidays; an empty list if the calendar has none."""
    today = now.astimezone(load_zone(calendar.timezone)).date()
    ahead = [day for day in calendar.terms(today.year).holidays if day >= today and _is_open(calendar, day)]
    named = ", ".join(words.calendar_day(day) for day in ahead[:CLOSED_SHOWN])
    return [words("faq-closed_days", days=named)] if named else []


def _is_open(calendar: Calendar, day: date) -> bool:
    """Return True if the calendar would be open on this day if it were not a holiday."""
    return bool(calendar.weekly.get(WEEK[day.weekday()]))


def _days(run: Sequence[int], words: Words) -> str:
    first, last = words.weekday(run[0]), words.weekday(run[-1])
    return first if len(run) == 1 else words("faq-days", first=first, last=last)


def _hours(stretches: Stretches, words: Words) -> str:
    return ", ".join(
        words("faq-stretch", start=_time(opening, words), end=_time(closing, words)) for opening, closing in stretches
    )


def _time(written: str, words: Words) -> str:
    if written == "24:00":
        return words.end_of_day()
    at = time.fromisoformat(written)
    return words("time-of_day", hour=at.hour, minute=at.minute)
