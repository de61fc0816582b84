"""What stretches of time does a calendar have? Each event is read by itself, and one that cannot be is left out.

Wall-clock times without a zone, and whole days, are meant in the zone that the calendar names (`X-WR-TIMEZONE`), else
in the one that is given.
"""

import signal
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar import Component, Event

from bot.ics.unreadable import UnreadableCalendar
from bot.rules.occurrence import Attendee, Occurrence
from bot.rules.zones import UnknownZone, load_zone

SERIES_S = 0.5
"""Maximum seconds of CPU time for one event with all its repetitions; half of it after one event that takes longer, a
third after two, and so on: a hundred such events take three seconds, and not fifty."""
MOST = 4_000
"""Maximum stretches of time of a calendar; if there are more, it is known only until the first that is left out."""
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
RULES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
"""Properties of an event that must be valid for its times to be known."""
NOT_ICS = (ValueError, KeyError, IndexError, TypeError, AttributeError)
"""What icalendar raises for a text that is not a calendar."""
ROOMS = {"ROOM", "RESOURCE", "GROUP"}
"""Types of attendees that are not people (RFC 5545, section 3.2.3)."""


@dataclass(frozen=True)
class Content:
    """What was read of a calendar."""

    occurrences: list[Occurrence]
    """Sorted by their beginnings."""
    until: datetime
    """Until when all of them are known."""
    left_out: int = 0
    """How many events could not be understood."""


class TookTooLong(Exception):
    """An event repeats more often than can be counted."""


def occurrences_in(text: str, *, since: datetime, until: datetime, zone: str, most: int = MOST) -> Content:
    """Return what a calendar has between two instants; raise `UnreadableCalendar` if the text is not a calendar."""
    found: list[Occurrence] = []
    left_out = slow = 0
    for calendar in _calendars(text):
        here = _zone_of(calendar, zone)
        for series in _series(calendar):
            try:
                with _at_most(SERIES_S / (1 + slow)):
                    found += _of_series(series, since=since, until=until, zone=here)
            except TookTooLong:
                left_out += 1
                slow += 1
            except Exception:  # noqa: BLE001 - whatever is wrong with one event, the others are read
                left_out += 1
    found.sort(key=lambda one: one.starts_at)
    if len(found) > most:
        until = found[most].starts_at
    return Content(found[:most], until, left_out)


def _calendars(text: str) -> list[Component]:
    if not text.strip():
        raise UnreadableCalendar("empty")
    try:
        calendars = _parsed(text)
    except NOT_ICS:
        calendars = _without_zones(text)
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise UnreadableCalendar("not_ics")
    return calendars


def _parsed(text: str) -> list[Component]:
    # As bytes: icalendar takes a text without line breaks for the path of a file, and reads that.
    return list(icalendar.Calendar.from_ical(text.encode(), multiple=True))


def _without_zones(text: str) -> list[Component]:
    """Return the calendars without the zones that they define: a wrong one must not cost us events in other zones."""
    kept, is_zone = [], False
    for line in text.split("\n"):
        is_zone = is_zone or line.strip().upper() == "BEGIN:VTIMEZONE"
        kept += [] if is_zone else [line]
        is_zone = is_zone and line.strip().upper() != "END:VTIMEZONE"
    try:
        return _parsed("\n".join(kept))
    except NOT_ICS:
        raise UnreadableCalendar("not_ics") from None


def _series(calendar: Component) -> Iterator[Component]:
    """Yield a calendar for each event, with its repetitions and the changes to single ones."""
    by_uid: dict[object, list[Component]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        by_uid[event.get("UID") or number].append(event)
    for events in by_uid.values():
        for belonging_together in _apart(events):
            alone = calendar.copy()
            for event in belonging_together:
                alone.add_component(event)
            yield alone


def _apart(events: Sequence[Component]) -> list[list[Component]]:
    """Return the events of one UID by series: a careless program may have given several the same UID.

    Of versions of one event (RFC 5545, section 3.8.7.4) the last one counts.
    """
    changes = [one for one in events if "RECURRENCE-ID" in one]
    versions = [(_version(one), one) for one in events if "RECURRENCE-ID" not in one]
    last = max((version for version, _ in versions), default=0)
    first, *others = [[one] for version, one in versions if version == last] or [[]]
    return [first + changes, *others]


def _version(event: Component) -> int:
    version = event.get("SEQUENCE", 0)
    return version if isinstance(version, int) else 0


def _of_series(series: Component, *, since: datetime, until: datetime, zone: ZoneInfo) -> list[Occurrence]:
    """Return the stretches of one event; raise ValueError if its times are not known."""
    for event in series.subcomponents:
        _check(event)
    found = recurring_ical_events.of(series).between(since, until)
    stretches = [_occurrence(one, zone) for one in found if str(one.get("STATUS", "")).upper() != "CANCELLED"]
    return [one for one in stretches if one.ends_at > one.starts_at]


def _check(event: Component) -> None:
    wrong = RULES & {str(name).upper() for name, _ in event.errors}
    if wrong or "DTSTART" not in event:
        raise ValueError("its times cannot be read")
    for name in TIMES:
        value = event.get(name)
        at = getattr(value, "dt", None)
        if isinstance(at, datetime) and at.tzinfo is None and "TZID" in value.params:
            raise ValueError("its zone is unknown")


def _zone_of(calendar: Component, zone: str) -> ZoneInfo:
    """Return the zone of times that name none; an unknown zone that the calendar names is removed from it."""
    try:
        return load_zone(str(calendar.get("X-WR-TIMEZONE", zone)))
    except UnknownZone:
        del calendar["X-WR-TIMEZONE"]
        return load_zone(zone)


def _occurrence(event: Event, zone: ZoneInfo) -> Occurrence:
    return Occurrence(
        _instant(event.start, zone),
        _instant(event.end, zone),
        str(event.get("SUMMARY", "")),
        tuple(_attendees(event)),
    )


def _instant(at: date, zone: ZoneInfo) -> datetime:
    """Return the instant of a time, or the midnight with which a day begins."""
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _attendees(event: Component) -> Iterator[Attendee]:
    """Yield the people whom an event invites and who have not declined."""
    given: Any = event.get("ATTENDEE", [])
    for one in given if isinstance(given, list) else [given]:
        has_declined = str(one.params.get("PARTSTAT", "")).upper() == "DECLINED"
        if not has_declined and str(one.params.get("CUTYPE", "")).upper() not in ROOMS:
            scheme, _, address = str(one).partition(":")
            yield Attendee(address.lower() if scheme.lower() == "mailto" else "", str(one.params.get("CN", "")))


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise `TookTooLong` after this much CPU time, except on Windows and outside the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLong
