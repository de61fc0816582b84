"""Calendars as servers write them."""

from collections.abc import Sequence
from itertools import count

_uids = count(1)


def calendar(*events: Sequence[str], head: str = "") -> str:
    """Return a calendar with these events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *([head] if head else [])]
    for lines_of_event in events:
        own = any(one.startswith("UID:") for one in lines_of_event)
        uid = [] if own else [f"UID:{next(_uids)}"]
        lines += ["BEGIN:VEVENT", *uid, *lines_of_event, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(begin: str, end: str = "", *more: str, title: str = "x") -> tuple[str, ...]:
    """Return the lines of an event; times may include the parameters before their colon."""
    times = [("DTSTART", begin), ("DTEND", end)]
    return (*(f"{name}{_value(at)}" for name, at in times if at), f"SUMMARY:{title}", *more)


def _value(at: str) -> str:
    return at if at.startswith(";") else f":{at}"
