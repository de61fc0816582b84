"""What a calendar says, however it is written; what cannot be understood is left out, and counted."""

import gzip
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ics.occurrences import occurrences_in
from bot.ics.unreadable import UnreadableCalendar
from bot.rules.occurrence import Attendee
from tests.ics.calendars import calendar, event

SINCE, UNTIL = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


def read(text: str) -> tuple[list[str], int]:
    """Return the stretches as "day hour-hour title" in UTC, and the number of events that were left out."""
    found = occurrences_in(text, since=SINCE, until=UNTIL, zone="Europe/Paris")
    shown = [f"{one.starts_at:%m-%d %H:%M} to {one.ends_at:%m-%d %H:%M} {one.summary}" for one in found.occurrences]
    return shown, found.left_out


WINTER, SUMMER = (
    ("STANDARD", "19701025T030000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "+0200", "+0100"),
    ("DAYLIGHT", "19700329T020000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "+0100", "+0200"),
)
"""The changes between winter and summer time in Paris."""


def zone(name: str, *changes: tuple[str, ...]) -> str:
    """Return the lines of a calendar that define a zone."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for part, begin, rule, before, after in changes:
        lines += [f"BEGIN:{part}", f"DTSTART:{begin}", f"RRULE:{rule}"]
        lines += [f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"END:{part}"]
    return "\r\n".join([*lines, "END:VTIMEZONE"])


GOOD = event("20261027T090000Z", "20261027T180000Z", title="good")
GOOD_READ = "10-27 09:00 to 10-27 18:00 good"
WELL: dict[str, tuple[str, list[str]]] = {
    "UTC": (calendar(GOOD), [GOOD_READ]),
    # Paris is at +2 until Sunday 25 October, 3:00, and then at +1.
    "a zone": (
        calendar(event(";TZID=Europe/Paris:20261027T090000", ";TZID=Europe/Paris:20261027T180000")),
        ["10-27 08:00 to 10-27 17:00 x"],
    ),
    "a zone as Outlook calls it": (
        calendar(event(";TZID=Romance Standard Time:20261027T090000", ";TZID=Romance Standard Time:20261027T180000")),
        ["10-27 08:00 to 10-27 17:00 x"],
    ),
    "no zone: that of the calendar of opening hours": (
        calendar(event("20261024T090000", "20261024T180000")),
        ["10-24 07:00 to 10-24 16:00 x"],
    ),
    "no zone, in a calendar that names its own": (
        calendar(event("20261027T090000", "20261027T180000"), head="X-WR-TIMEZONE:America/New_York"),
        ["10-27 13:00 to 10-27 22:00 x"],
    ),
    "no zone, in a calendar that names an unknown one": (
        calendar(event("20261027T090000", "20261027T180000"), head="X-WR-TIMEZONE:Mars/Olympus"),
        ["10-27 08:00 to 10-27 17:00 x"],
    ),
    "a whole day of 25 hours": (
        calendar(event(";VALUE=DATE:20261025", ";VALUE=DATE:20261026")),
        ["10-24 22:00 to 10-25 23:00 x"],
    ),
    "a whole day without an end": (calendar(event(";VALUE=DATE:20261027")), ["10-26 23:00 to 10-27 23:00 x"]),
    "each night at 22:00, before and after the clocks are set back": (
        calendar(
            event(
                ";TZID=Europe/Paris:20261023T220000",
                ";TZID=Europe/Paris:20261024T060000",
                "RRULE:FREQ=DAILY;COUNT=3",
            )
        ),
        [
            "10-23 20:00 to 10-24 04:00 x",
            "10-24 20:00 to 10-25 05:00 x",
            "10-25 21:00 to 10-26 05:00 x",
        ],
    ),
    "shifts that overlap": (
        calendar(GOOD, event("20261027T120000Z", "20261027T200000Z", title="too")),
        [GOOD_READ, "10-27 12:00 to 10-27 20:00 too"],
    ),
    "a single one of a series moved, and one left out": (
        calendar(
            event(
                "20261027T090000Z", "20261027T180000Z", "UID:a", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261028T090000Z"
            ),
            event("20261029T110000Z", "20261029T120000Z", "UID:a", "RECURRENCE-ID:20261029T090000Z", title="swapped"),
        ),
        ["10-27 09:00 to 10-27 18:00 x", "10-29 11:00 to 10-29 12:00 swapped"],
    ),
    "a zone that the calendar defines": (
        calendar(
            event(";TZID=Our office:20261024T090000", ";TZID=Our office:20261024T180000"),
            event(";TZID=Our office:20261027T090000", ";TZID=Our office:20261027T180000"),
            head=zone("Our office", WINTER, SUMMER),
        ),
        ["10-24 07:00 to 10-24 16:00 x", "10-27 08:00 to 10-27 17:00 x"],
    ),
    "a known zone that the calendar defines in another way": (
        calendar(
            event(";TZID=UTC:20261027T090000", ";TZID=UTC:20261027T180000", title="good"), head=zone("UTC", WINTER)
        ),
        [GOOD_READ],
    ),
    "several of one UID, or of none": (
        calendar(
            event("20261027T090000Z", "20261027T100000Z", "UID:", title="a"),
            event("20261028T090000Z", "20261028T100000Z", "UID:", title="b"),
            event("20261029T090000Z", "20261029T100000Z", "UID:x", title="c"),
            event("20261030T090000Z", "20261030T100000Z", "UID:x", title="d"),
        ),
        [f"10-{27 + day} 09:00 to 10-{27 + day} 10:00 {title}" for day, title in enumerate("abcd")],
    ),
    "two versions of one": (
        calendar(
            event("20261027T090000Z", "20261027T180000Z", "UID:a", "SEQUENCE:2", title="good"),
            event("20261028T090000Z", "20261028T180000Z", "UID:a", "SEQUENCE:1", title="former"),
        ),
        [GOOD_READ],
    ),
    "days that are left out of a series by their date, and one of it that was cancelled": (
        calendar(
            event(
                ";TZID=Europe/Paris:20261026T090000",
                ";TZID=Europe/Paris:20261026T100000",
                "UID:a",
                "RRULE:FREQ=DAILY;UNTIL=20261029T080000Z",
                "EXDATE;VALUE=DATE:20261027",
            ),
            event(
                "20261028T080000Z", "20261028T090000Z", "UID:a", "RECURRENCE-ID:20261028T080000Z", "STATUS:CANCELLED"
            ),
        ),
        ["10-26 08:00 to 10-26 09:00 x", "10-29 08:00 to 10-29 09:00 x"],
    ),
    "a series without an end that began long ago": (
        calendar(event("19800101T000000Z", "19800101T010000Z", "RRULE:FREQ=MONTHLY;BYMONTHDAY=1")),
        ["11-01 00:00 to 11-01 01:00 x"],
    ),
    "one that was cancelled": (calendar(event("20261027T090000Z", "20261027T180000Z", "STATUS:CANCELLED")), []),
    "one that takes no time": (calendar(event("20261027T090000Z")), []),
    "nothing": (calendar(), []),
    "two calendars in one": (calendar(GOOD) + calendar(GOOD), [GOOD_READ, GOOD_READ]),
}
LEFT_OUT = {
    "a zone that nobody knows": event(";TZID=Mars/Olympus:20261027T090000", ";TZID=Mars/Olympus:20261027T180000"),
    "no beginning": ("SUMMARY:x",),
    "a beginning that is none": event("tomorrow", "20261027T180000Z"),
    "an end that is none": event("20261027T090000Z", "late"),
    "a rule that is none": event("20261027T090000Z", "20261027T180000Z", "RRULE:FREQ=NEVER"),
    "a rule without an end that never holds": event(
        "19700101T090000Z", "19700101T090100Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
    ),
    "a rule that holds each second": event("19700101T090000Z", "19700101T090100Z", "RRULE:FREQ=SECONDLY"),
}


@pytest.mark.parametrize("case", WELL)
def test_says_when_its_events_are(case: str) -> None:
    text, expected = WELL[case]
    assert read(text) == (expected, 0)


@pytest.mark.parametrize("case", LEFT_OUT)
def test_one_bad_event_is_left_out_and_the_others_are_read(case: str) -> None:
    assert read(calendar(LEFT_OUT[case], GOOD)) == ([GOOD_READ], 1)


def test_many_events_that_take_too_long_keep_no_other_from_us() -> None:
    """Six of them take 0.5 s · (1 + 1/2 + … + 1/6), which is 1.2 s, and not three."""
    endless = LEFT_OUT["a rule without an end that never holds"]
    began = time.process_time()
    assert read(calendar(*[endless] * 6, GOOD)) == ([GOOD_READ], 6)
    assert time.process_time() - began < 2.4


@pytest.mark.parametrize("wrong", [zone("Mars"), zone("Mars", ("STANDARD", "soon", "FREQ=NEVER", "x", "y"))])
def test_a_zone_that_is_wrong_takes_only_its_own_events_along(wrong: str) -> None:
    on_mars = event(";TZID=Mars:20261027T090000", ";TZID=Mars:20261027T180000")
    assert read(calendar(on_mars, GOOD, head=wrong)) == ([GOOD_READ], 1)


def test_a_server_cannot_name_a_file_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "private.ics"
    file.write_text(calendar(GOOD))
    with pytest.raises(UnreadableCalendar, match="not_ics"):
        read(str(file))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("<html>\r\n<body>Please sign in</body></html>", "not_ics"),
        ('{"error": "no such calendar"}', "not_ics"),
        ("BEGIN:VCARD\r\nFN:Theo\r\nEND:VCARD\r\n", "not_ics"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261027T090000Z\r\n", "not_ics"),
        ("\0\x01\x02", "not_ics"),
        # Compressed, which was not asked for: nothing is ever unpacked.
        (gzip.compress(calendar(GOOD).encode()).decode("utf-8-sig", errors="replace"), "not_ics"),
    ],
)
def test_what_is_no_calendar_is_refused(text: str, error: str) -> None:
    with pytest.raises(UnreadableCalendar, match=f"^{error}$"):
        read(text)


def test_is_known_only_until_the_first_stretch_that_is_one_too_many() -> None:
    """Three shifts at a time, each of a day: the hundredth is the first of the 34th day from 20 October."""
    each = [event("20261001T000000Z", "20261002T000000Z", "RRULE:FREQ=DAILY") for _ in range(3)]
    found = occurrences_in(calendar(*each), since=SINCE, until=datetime(2027, 1, 1, tzinfo=UTC), zone="UTC", most=99)
    assert len(found.occurrences) == 99
    assert found.until == datetime(2026, 11, 22, tzinfo=UTC)


def test_names_who_is_invited_and_has_not_declined() -> None:
    people = (
        "ATTENDEE;CN=Theo Roux:MAILTO:Theo@Example.com",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:tess@example.com",
        "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
        "ATTENDEE;CN=Max:urn:uuid:1",
    )
    found = occurrences_in(
        calendar(event("20261027T090000Z", "20261027T180000Z", *people)), since=SINCE, until=UNTIL, zone="UTC"
    )
    assert found.occurrences[0].attendees == (Attendee("theo@example.com", "Theo Roux"), Attendee("", "Max"))
