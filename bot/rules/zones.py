"""Which instant does a datetime name, and what does the wall clock of a zone show then?

The rules come from the `tzdata` package, so that all machines agree, however old their own copies are. Instants and
wall clocks are durations since EPOCH: exact to the microsecond and quick to compare.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CHANGES_ONCE = 6 * DAY
"""No zone of tzdata changes its clock twice within this time after 1970: the least is seven days, in Recife in 2000."""


class UnknownZone(ValueError):
    """The `tzdata` package has no zone of that name."""


class NaiveDatetime(ValueError):
    """The datetime has no zone, so it names no instant."""


@cache
def load_zone(name: str) -> ZoneInfo:
    """Load the rules of an IANA zone such as "Europe/Paris"; raise UnknownZone for any other name."""
    package = files("tzdata")
    # Only listed names become paths, so that no name reaches a file elsewhere.
    if name not in package.joinpath("zones").read_text(encoding="utf-8").splitlines():
        raise UnknownZone(f"{name!r} is not a time zone that tzdata knows; write one like 'Europe/Paris'.")
    with package.joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def instant_of(at: datetime) -> timedelta:
    """Return the instant that a datetime names; raise NaiveDatetime if it has no zone."""
    try:
        return at - EPOCH
    except TypeError:
        raise NaiveDatetime(f"{at} has no time zone, so it names no instant.") from None


def wall_clock(zone: ZoneInfo, instant: timedelta) -> timedelta:
    """Return what the wall clock of a zone shows at an instant."""
    shown = zone.fromutc(EPOCH.replace(tzinfo=zone) + instant)
    return shown.replace(tzinfo=UTC) - EPOCH


def constant_offsets(
    zone: ZoneInfo, begin: timedelta, end: timedelta
) -> Iterator[tuple[timedelta, timedelta, timedelta]]:
    """Split [begin, end), in whole days, at clock changes, and yield (from, to, wall clock minus instant)."""
    since, offset = begin, wall_clock(zone, begin) - begin
    for day in range(begin.days, end.days, CHANGES_ONCE.days):
        first, last = timedelta(day), min(timedelta(day) + CHANGES_ONCE, end)
        if (next_offset := wall_clock(zone, last) - last) != offset:
            change = _first_change(zone, first, last, offset=offset)
            yield since, change, offset
            since, offset = change, next_offset
    yield since, end, offset


def _first_change(zone: ZoneInfo, first: timedelta, last: timedelta, *, offset: timedelta) -> timedelta:
    """Return the first instant, to the second, that is no longer at `offset`; `first` is, `last` is not."""
    seconds = range((last - first) // timedelta(seconds=1))

    def is_changed(second: int) -> bool:
        instant = first + timedelta(seconds=second)
        return wall_clock(zone, instant) - instant != offset

    return first + timedelta(seconds=bisect_left(seconds, True, key=is_changed))
