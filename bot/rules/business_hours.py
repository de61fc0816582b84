"""When has a given amount of open time passed, and how much of it lies between two instants?

An instant is open if its wall clock in the calendar's zone lies in [from, to) of an interval of its local weekday and
its local date is no holiday. So minutes that a clock change skips do not exist, and minutes that it repeats count
twice: open time is real elapsed time. Source: contract, initial response in business hours.

The open stretches of several years are laid out once in a table, with the open time up to the end of each; a question
is then one or two look-ups, whether for an hour or for a year. Instants and wall clocks are durations since EPOCH.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from bot.rules.zones import DAY, EPOCH, constant_offsets, instant_of, load_zone, wall_clock

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
EARLIEST = instant_of(datetime(1900, 1, 1, tzinfo=UTC))
LATEST = instant_of(datetime(2200, 1, 1, tzinfo=UTC))
MARGIN = timedelta(days=366)
"""Minimum time that the table extends before and after a question, so that the next questions find it ready."""
WEEK = timedelta(weeks=1)
TEN_YEARS = 520 * WEEK
"""A calendar without an opening for this long is taken to be never open."""
NOTHING = timedelta()

Weekly = Mapping[str, Iterable[tuple[str, str]]]
"""Weekday ("mon") to its intervals, "HH:MM" to "HH:MM" up to "24:00"."""
Span = tuple[timedelta, timedelta]
"""From its first instant to the first one after it."""


class MalformedCalendar(ValueError):
    """The weekly hours or the holidays cannot be read."""


class NegativeDuration(ValueError):
    """Open time can only be added forwards."""


class OutOfRange(ValueError):
    """The question extends beyond the years 1900 to 2199."""


class NeverOpen(ValueError):
    """The calendar has no open time at all, or none for ten years running."""


def split_at_midnight(weekly: Weekly) -> dict[str, list[tuple[str, str]]]:
    """Move the part of an interval after midnight, as in ("22:00", "06:00"), to the next weekday; keep other intervals.

    Raises MalformedCalendar for a weekday or a time that cannot be read.
    """
    split: dict[str, list[tuple[str, str]]] = {}
    for weekday, intervals in weekly.items():
        tomorrow = WEEKDAYS[(_number(weekday) + 1) % 7]
        for opening, closing in intervals:
            is_night = _time(closing) < _time(opening)
            split.setdefault(weekday, []).append((opening, "24:00" if is_night else closing))
            if is_night and closing != "00:00":
                split.setdefault(tomorrow, []).append(("00:00", closing))
    return split


class BusinessHours:
    """A calendar: weekly hours and closed dates in the IANA zone `timezone`; threads may share it.

    Raises UnknownZone, or MalformedCalendar for a weekday, a time or a holiday that cannot be read
    and for an interval that does not end after it begins. Overlapping intervals count once.
    """

    def __init__(self, *, timezone: str, weekly: Weekly, holidays: Collection[date] = ()) -> None:
        self.zone = load_zone(timezone)
        self._epoch = EPOCH.replace(tzinfo=self.zone)
        self._week = _read_week(weekly)
        self._holidays = _read_holidays(holidays)
        self._table = _Table(low=LATEST, high=EARLIEST, starts=[], ends=[], totals=[])

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Return the earliest instant, in the calendar's zone, by which `duration` of open time has passed.

        Raises NaiveDatetime, NegativeDuration, NeverOpen, or OutOfRange.
        """
        if duration < NOTHING:
            raise NegativeDuration(f"Open time can only be added forwards; {duration} is negative.")
        instant = instant_of(start)
        table = self._covering(instant, instant)
        while (reached := table.reached(instant, duration)) is None:
            table = self._covering(instant, table.high + DAY)
        return self._local(reached)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time in [start, end), negative when `end` comes first.

        Raises NaiveDatetime, NeverOpen, or OutOfRange.
        """
        first, last = instant_of(start), instant_of(end)
        table = self._covering(first, last)
        return table.open_before(last) - table.open_before(first)

    def is_open(self, at: datetime) -> bool:
        """Return whether an instant is open; raise NaiveDatetime if `at` has no zone."""
        wall = wall_clock(self.zone, instant_of(at))
        return any(self._wall_spans(wall, wall + timedelta.resolution))

    def stretches(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return the open stretches in [start, end), in the calendar's zone, the first and last cut off at its ends.

        Raises NaiveDatetime, NeverOpen, or OutOfRange.
        """
        first, last = instant_of(start), instant_of(end)
        cut = self._covering(first, last).cut(first, last)
        return [(self._local(opening), self._local(closing)) for opening, closing in cut]

    def _local(self, instant: timedelta) -> datetime:
        """Return an instant as a datetime in the calendar's zone."""
        return self.zone.fromutc(self._epoch + instant)

    def _covering(self, first: timedelta, last: timedelta) -> "_Table":
        """Return a table that covers both instants, whichever comes first."""
        table = self._table
        if table.low <= first <= table.high and table.low <= last <= table.high:
            return table
        return self._widened(min(first, last), max(first, last))

    def _widened(self, first: timedelta, last: timedelta) -> "_Table":
        """Replace the present table, which other threads may still be reading, with a wider one, and return it."""
        if first < EARLIEST or last > LATEST:
            raise OutOfRange("Open time can be counted in the years 1900 to 2199 only.")
        if _never_opens(self._week, self._holidays):
            raise NeverOpen("This calendar is never open, or not for ten years running.")
        table = self._table
        margin = max(MARGIN, table.high - table.low)
        low = table.low if table.low <= first else max(EARLIEST, (first - margin) // DAY * DAY)
        high = table.high if last <= table.high else min(LATEST, (last + margin) // DAY * DAY)
        self._table = table = _lay_out(low, high, self._open_spans(low, high))
        return table

    def _open_spans(self, low: timedelta, high: timedelta) -> Iterator[Span]:
        """Yield the open spans in [low, high), in order, as instants."""
        for begin, end, offset in constant_offsets(self.zone, low, high):
            for opening, closing in self._wall_spans(begin + offset, end + offset):
                yield opening - offset, closing - offset

    def _wall_spans(self, begin: timedelta, end: timedelta) -> Iterator[Span]:
        """Yield the open spans in [begin, end), in order, on the wall clock."""
        dates = range(begin.days, end.days + 1)
        return _within(begin, end, (span for days in dates for span in self._hours(days)))

    def _hours(self, days: int) -> list[Span]:
        """Return the hours, on the wall clock, of the date that many days after EPOCH."""
        day = date.fromordinal(EPOCH.toordinal() + days)
        if day in self._holidays:
            return []
        midnight = timedelta(days)
        return [(midnight + opening, midnight + closing) for opening, closing in self._week[day.weekday()]]


@dataclass(frozen=True, slots=True)
class _Table:
    """The open stretches in [low, high); the first one begins at `low`, and may be empty."""

    low: timedelta
    high: timedelta
    starts: list[timedelta]
    ends: list[timedelta]
    totals: list[timedelta]
    """Open time from `low` to the end of each stretch."""

    def open_before(self, instant: timedelta) -> timedelta:
        """Return the open time from `low` to `instant`."""
        index = bisect_right(self.starts, instant) - 1
        left = self.ends[index] - instant
        return self.totals[index] - left if left > NOTHING else self.totals[index]

    def reached(self, instant: timedelta, duration: timedelta) -> timedelta | None:
        """Return the earliest instant `duration` of open time after `instant`; None if it is beyond the table."""
        total = self.open_before(instant) + duration
        index = bisect_left(self.totals, total)
        if index == len(self.totals):
            return None
        # Adding nothing stays at the instant, although the total may have been reached at an earlier closing.
        return self.ends[index] - (self.totals[index] - total) if duration else instant

    def cut(self, first: timedelta, last: timedelta) -> Iterator[Span]:
        """Yield the open spans in [first, last), in order."""
        inside = slice(bisect_right(self.ends, first), bisect_left(self.starts, last))
        return _within(first, last, zip(self.starts[inside], self.ends[inside], strict=True))


def _lay_out(low: timedelta, high: timedelta, spans: Iterable[Span]) -> _Table:
    """Return the table of [low, high) from the open spans in it, in order."""
    starts, ends = zip(*_united([(low, low), *spans]), strict=True)
    totals = accumulate(closing - opening for opening, closing in zip(starts, ends, strict=True))
    return _Table(low, high, list(starts), list(ends), list(totals))


def _within(begin: timedelta, end: timedelta, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of spans that lie in [begin, end)."""
    for span in spans:
        opening, closing = max(begin, span[0]), min(end, span[1])
        if opening < closing:
            yield opening, closing


def _united(spans: Iterable[Span]) -> list[Span]:
    """Merge spans that overlap or touch; they must be in order of their beginning."""
    united: list[Span] = []
    for opening, closing in spans:
        if united and opening <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], closing)
        else:
            united.append((opening, closing))
    return united


def _read_week(weekly: Weekly) -> list[list[Span]]:
    """Return the hours of Monday to Sunday, in order and without overlap."""
    week: list[list[Span]] = [[] for _ in WEEKDAYS]
    for weekday, intervals in weekly.items():
        day = week[_number(weekday)]
        for opening, closing in intervals:
            if _time(opening) >= _time(closing):
                raise MalformedCalendar(f"{opening}-{closing} on {weekday} does not end after it begins.")
            day.append((_time(opening), _time(closing)))
    return [_united(sorted(spans)) for spans in week]


def _number(weekday: str) -> int:
    """Return the number of "mon" to "sun", Monday being 0."""
    if weekday not in WEEKDAYS:
        raise MalformedCalendar(f"{weekday!r} is not a weekday; write one of {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(weekday)


def _time(text: str) -> timedelta:
    """Return how long after midnight "HH:MM" is on the wall clock."""
    if not CLOCK_TIME.fullmatch(text):
        raise MalformedCalendar(f"{text!r} is not a time of day; write one from '00:00' to '24:00'.")
    return timedelta(hours=int(text[:2]), minutes=int(text[3:]))


def _read_holidays(holidays: Collection[date]) -> frozenset[date]:
    """Return the closed dates; a datetime is refused, because it would never equal a date."""
    for day in holidays:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise MalformedCalendar(f"{day!r} is not a date; give each holiday as a date without a time.")
    return frozenset(holidays)


def _never_opens(week: list[list[Span]], holidays: frozenset[date]) -> bool:
    """Return True if no weekday has hours, or if every date with hours is a holiday for ten years running."""
    closed = sorted(day.toordinal() for day in holidays if week[day.weekday()])
    # Ten years of whole weeks have this many dates with hours, whichever date they begin on.
    dates = TEN_YEARS // WEEK * sum(map(bool, week))
    runs = zip(closed, closed[dates - 1 :], strict=False)
    return not dates or any(timedelta(last - first) < TEN_YEARS for first, last in runs)
