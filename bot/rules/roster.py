"""Who is on call at an instant, by the shifts and absences of a roster? Reminders name them; it gives no permissions.

Besides "these people" and "nobody" there is a third answer, that the calendar does not say: see `Known`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.rules.occurrence import Attendee, Occurrence
from bot.rules.person import Person
from bot.rules.plain_text import one_line

ADDRESS = re.compile(r"[^\s@,;:<>()\"'\\\[\]]+@[^\s@,;:<>()\"'\\\[\]]+\.[^\s@,;:<>()\"'\\\[\].]+")
"""An e-mail address in a text."""
NAME_LIMIT = 80
"""Maximum characters stored of a person's name in a calendar."""

Known = Literal["known", "never_read", "ended", "incomplete"]
"""What is known about an instant: everything that the calendar says; nothing, because it was never read; nothing,
because the stored copy ends before it; or too little, because no entry covers it but some could not be understood."""
Trouble = Literal["absent", "not_in_slack", "deactivated", "not_technician"]
"""Why somebody who is on call cannot be called in the triage channel."""


@dataclass(frozen=True)
class ShiftOrAbsence:
    """One person's shift or absence."""

    starts_at: datetime
    ends_at: datetime
    name: str
    """The person's name in the calendar; only for display."""
    address: str = ""
    """E-mail address in lower case; "" if the calendar gives none."""
    user_id: str | None = None
    """Slack member id; None if it is not known."""

    def is_of(self, other: "ShiftOrAbsence") -> bool:
        """Return True if both are about the same person, as far as can be told."""
        if self.user_id and other.user_id:
            return self.user_id == other.user_id
        if self.address and other.address:
            return self.address == other.address
        return folded(self.name) == folded(other.name)


@dataclass(frozen=True)
class OnCall:
    """Somebody who is on call."""

    name: str
    user_id: str | None
    until: datetime
    trouble: Trouble | None = None
    """Why they cannot be called; None if no reason is known."""


@dataclass(frozen=True)
class Roster:
    """Who is on call at one instant."""

    people: Sequence[OnCall] = ()
    known: Known = "known"
    read_at: datetime | None = None
    """When the calendar was last read."""

    def seen_by(self, person: Callable[[str], Person], *, desk: str = "") -> "Roster":
        """Return the roster with what Slack says about its people; `person` returns the person with a member id."""
        people = [with_trouble(one, person(one.user_id) if one.user_id else None, desk=desk) for one in self.people]
        return replace(self, people=people)

    @property
    def called(self) -> list[str]:
        """Return the Slack member ids of those who can be called."""
        return [one.user_id for one in self.people if one.user_id and one.trouble is None]


def folded(text: str) -> str:
    """Return a name in the form that is compared."""
    return one_line(text).casefold()


def entries_of(occurrence: Occurrence, people: Mapping[str, str]) -> list[ShiftOrAbsence]:
    """Return an entry for each person whom an occurrence names; `people` maps names and addresses to member ids.

    The people invited count, or if there are none, those named in the title, by a name in `people` or by address. Any
    other title is taken for the name of somebody unknown.
    """
    known = {folded(name): user_id for name, user_id in people.items()}
    found = [_invited(one, known) for one in occurrence.attendees] or _named_in(occurrence.summary, known)
    return [
        ShiftOrAbsence(occurrence.starts_at, occurrence.ends_at, one_line(name)[:NAME_LIMIT], address, user_id)
        for name, address, user_id in dict.fromkeys(found)
        if one_line(name)
    ]


Named = tuple[str, str, str | None]
"""Name, e-mail address and Slack member id."""


def _invited(one: Attendee, known: Mapping[str, str]) -> Named:
    address = folded(one.address)
    user_id = known.get(address) or known.get(folded(one.name))
    return one.name or address, address if ADDRESS.fullmatch(address) else "", user_id


def _named_in(summary: str, known: Mapping[str, str]) -> list[Named]:
    title = folded(summary)
    by_name: list[Named] = [(name, "", user_id) for name, user_id in known.items() if _has_word(title, name)]
    if by_name:
        return [_as_written(summary, one) for one in by_name]
    by_address: list[Named] = [(one, one, None) for one in ADDRESS.findall(title)]
    return by_address or [(summary, "", None)]


def _has_word(title: str, name: str) -> bool:
    """Return True if the name is in the title, and not only as a part of a longer word."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None


def _as_written(summary: str, named: Named) -> Named:
    """Return the same with the name as it is written in the title, if it is found there."""
    found = re.search(re.escape(named[0]), summary, re.IGNORECASE)
    return (found[0] if found else named[0], *named[1:])


def on_call_at(shifts: Iterable[ShiftOrAbsence], absences: Sequence[ShiftOrAbsence], at: datetime) -> list[OnCall]:
    """Return who is on call at this instant, each person once, in the order in which their shifts end.

    A shift lasts from its beginning until just before its end. People who are absent are included, with that as their
    trouble.
    """
    now = sorted((one for one in shifts if one.starts_at <= at < one.ends_at), key=lambda one: one.ends_at)
    away = [one for one in absences if one.starts_at <= at < one.ends_at]
    found: dict[str, OnCall] = {}
    for one in now:
        trouble: Trouble | None = "absent" if any(one.is_of(absence) for absence in away) else None
        key = one.user_id or one.address or folded(one.name)
        found.pop(key, None)  # The end of their last shift decides their place.
        found[key] = OnCall(one.name, one.user_id, one.ends_at, trouble)
    return list(found.values())


def known_at(at: datetime, *, read_at: datetime | None, until: datetime | None, left_out: int, is_empty: bool) -> Known:
    """Return what is known about an instant from a calendar read at `read_at` that covers the time until `until`.

    `left_out` is how many of its entries could not be understood, `is_empty` whether none of the others covers the
    instant.
    """
    if read_at is None or until is None:
        return "never_read"
    if at >= until:
        return "ended"
    return "incomplete" if is_empty and left_out else "known"


def with_trouble(one: OnCall, person: Person | None, *, desk: str) -> OnCall:
    """Return the same with why the person cannot be called; `person` is None if their member id is not known."""
    if one.trouble is not None:
        return one
    cases: list[tuple[bool, Trouble]] = [
        (person is None or person.is_nobody, "not_in_slack"),
        (person is not None and person.has_left, "deactivated"),
        (person is not None and person.works_at(desk) is False, "not_technician"),
    ]
    return replace(one, trouble=next((trouble for applies, trouble in cases if applies), None))
