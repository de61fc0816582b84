"""Who is on call at an instant, and whom a calendar means."""

from datetime import UTC, datetime

import pytest

from bot.rules.occurrence import Attendee
from bot.rules.occurrence import Occurrence as Stretch
from bot.rules.person import Person
from bot.rules.roster import Known, OnCall, Roster, ShiftOrAbsence, Trouble, entries_of, known_at, on_call_at

PEOPLE = {"Theo Roux": "U0THEO", "tess@home.example": "U0TESS", "Zoé": "U0ZOE"}


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def entry(begin: int, end: int, name: str, *, address: str = "", user_id: str | None = None) -> ShiftOrAbsence:
    return ShiftOrAbsence(at(begin), at(end), name, address, user_id)


THEO = entry(8, 16, "Theo", user_id="U0THEO")
TESS = entry(16, 23, "Tess", address="tess@example.com")
LATE_TESS = entry(14, 23, "Tess", address="tess@example.com")
STRANGER = entry(8, 16, "Night shift")


@pytest.mark.parametrize(
    ("shifts", "absences", "when", "expected"),
    [
        ([THEO, TESS], [], at(7, 59), []),
        ([THEO, TESS], [], at(8), ["Theo until 16"]),
        ([THEO, TESS], [], at(15, 59), ["Theo until 16"]),
        ([THEO, TESS], [], at(16), ["Tess until 23"]),  # A shift ends before the next begins.
        ([THEO, TESS], [], at(23), []),
        ([THEO, LATE_TESS], [], at(15), ["Theo until 16", "Tess until 23"]),  # Both are on call.
        ([THEO, entry(15, 20, "T. Roux", user_id="U0THEO")], [], at(15), ["T. Roux until 20"]),  # One person.
        (
            [THEO, entry(14, 18, "Zoé"), entry(15, 20, "Theo", user_id="U0THEO")],
            [],
            at(15),
            ["Zoé until 18", "Theo until 20"],
        ),  # The end of the last shift decides the place.
        ([STRANGER], [], at(9), ["Night shift until 16"]),  # Not known, and not nobody.
        ([THEO], [entry(9, 10, "Theo", user_id="U0THEO")], at(8), ["Theo until 16"]),
        ([THEO], [entry(9, 10, "anybody", user_id="U0THEO")], at(9), ["Theo until 16 absent"]),
        ([THEO], [entry(9, 10, "Theo", user_id="U0TESS")], at(9), ["Theo until 16"]),
        ([THEO], [entry(9, 10, "THEO ", address="theo@example.com")], at(9), ["Theo until 16 absent"]),
        ([TESS], [entry(9, 20, "T.", address="tess@example.com")], at(17), ["Tess until 23 absent"]),
        ([TESS], [entry(9, 20, "Tess", address="tess@other.example")], at(17), ["Tess until 23"]),
    ],
)
def test_a_shift_at_an_instant(
    shifts: list[ShiftOrAbsence], absences: list[ShiftOrAbsence], when: datetime, expected: list[str]
) -> None:
    found = on_call_at(shifts, absences, when)
    assert [f"{one.name} until {one.until.hour} {one.trouble or ''}".strip() for one in found] == expected


@pytest.mark.parametrize(
    ("title", "attendees", "expected"),
    [
        # Who is invited counts.
        ("On call", [Attendee("theo@example.com", "Theo")], ["Theo theo@example.com None"]),
        ("On call", [Attendee("tess@home.example")], ["tess@home.example tess@home.example U0TESS"]),
        ("On call", [Attendee("", "theo  ROUX")], ["theo ROUX  U0THEO"]),
        ("Zoé", [Attendee("a@b.example"), Attendee("c@d.example")],
         ["a@b.example a@b.example None", "c@d.example c@d.example None"]),
        ("On call", [Attendee("no address", "N.")], ["N.  None"]),
        # Else the title does, by names, by addresses, and else by itself.
        ("On call: Theo Roux", [], ["Theo Roux  U0THEO"]),
        ("zoé / theo roux", [], ["theo roux  U0THEO", "zoé  U0ZOE"]),
        ("Zoéphine", [], ["Zoéphine  None"]),  # Not a part of a word.
        ("Tess@Home.example (2nd line)", [], ["Tess@Home.example  U0TESS"]),
        ("max@example.com, mia@example.com", [],
         ["max@example.com max@example.com None", "mia@example.com mia@example.com None"]),
        ("Somebody\nelse", [], ["Somebody else  None"]),
        ("<!channel> \u202e*", [], ["<!channel> *  None"]),
        ("", [], []),
    ],
)  # fmt: skip
def test_whom_a_calendar_means(title: str, attendees: list[Attendee], expected: list[str]) -> None:
    found = entries_of(Stretch(at(8), at(9), title, tuple(attendees)), PEOPLE)
    assert [f"{one.name} {one.address} {one.user_id}" for one in found] == expected


@pytest.mark.parametrize(
    ("read_at", "until", "left_out", "is_empty", "expected"),
    [
        (None, None, 0, True, "never_read"),
        (at(8), at(12), 0, True, "ended"),  # What is beyond the end is not known.
        (at(8), at(13), 0, True, "known"),  # It is known that it is nobody.
        (at(8), at(13), 1, True, "incomplete"),  # It may be whom the event that nobody understands names.
        (at(8), at(13), 1, False, "known"),
    ],
)
def test_what_is_known_at_noon(
    read_at: datetime | None, until: datetime | None, left_out: int, is_empty: bool, expected: Known
) -> None:
    assert known_at(at(12), read_at=read_at, until=until, left_out=left_out, is_empty=is_empty) == expected


@pytest.mark.parametrize(
    ("details", "trouble"),
    [
        ({"is_technician": True}, None),
        ({"is_technician": None}, None),  # What Slack does not tell is no "no".
        ({"is_technician": False}, "not_technician"),
        ({"is_technician": False, "has_left": True}, "deactivated"),
        ({"is_technician": False, "is_nobody": True}, "not_in_slack"),
    ],
)
def test_who_can_be_called(details: dict[str, bool], trouble: Trouble | None) -> None:
    on_call = OnCall("Theo", "U0THEO", at(16))
    (seen,) = Roster([on_call]).seen_by(lambda one: Person(one, "Theo", "fr", "UTC", **details)).people
    assert seen.trouble == trouble
    assert Roster([seen]).called == ([] if trouble else ["U0THEO"])


def test_who_is_absent_or_not_in_slack_is_not_called() -> None:
    people = [OnCall("Theo", "U0THEO", at(16), "absent"), OnCall("Nobody", None, at(16))]
    seen = Roster(people).seen_by(lambda one: Person(one, "Theo", "fr", "UTC", is_technician=True))
    assert [one.trouble for one in seen.people] == ["absent", "not_in_slack"]
    assert seen.called == []
