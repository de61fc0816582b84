"""The answers of `BusinessHours`, found the slow way: read the wall clock in every minute, and count."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

from bot.rules.business_hours import WEEKDAYS
from bot.rules.zones import load_zone

MINUTE = timedelta(minutes=1)


class Oracle:
    """Counts in zones whose offset is a whole number of minutes, so that each minute is entirely open or closed."""

    def __init__(self, *, timezone: str, weekly: dict[str, list[tuple[str, str]]], holidays: set[date]) -> None:
        self.timezone = timezone
        self.weekly = weekly
        self.holidays = holidays

    def is_open(self, at: datetime) -> bool:
        """Return whether "HH:MM" on the wall clock lies in an interval of its weekday and the date is no holiday."""
        day, weekday, time = read_wall_clock(self.timezone, int(at.timestamp()) // 60)
        hours = self.weekly.get(weekday, [])
        return day not in self.holidays and any(opening <= time < closing for opening, closing in hours)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the sum of the open minutes; a first or last minute that is cut counts in part."""
        if end < start:
            return -self.between(end, start)
        return sum((closing - opening for opening, closing in self._open_minutes(start, end)), timedelta())

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Use up the duration minute by minute; give up after 60 days."""
        if not duration:
            return start
        for opening, closing in self._open_minutes(start, start + timedelta(days=60)):
            if closing - opening >= duration:
                return opening + duration
            duration -= closing - opening
        raise AssertionError(f"60 days after {start} there is still {duration} left")

    def _open_minutes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        at, end = start.astimezone(UTC), end.astimezone(UTC)
        while at < end:
            next_minute = at.replace(second=0, microsecond=0) + MINUTE
            if self.is_open(at):
                yield at, min(next_minute, end)
            at = next_minute


@cache
def read_wall_clock(timezone: str, minute: int) -> tuple[date, str, str]:
    """Return (date, "mon", "09:00") as a zone's wall clock shows it this many minutes after 1970 in UTC."""
    shown = datetime.fromtimestamp(minute * 60, load_zone(timezone))
    return shown.date(), WEEKDAYS[shown.weekday()], f"{shown:%H:%M}"
