"""A calendar is read in a process of its own, which ends in time whatever the calendar does."""

import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import pytest

from bot.ics.reader import Source, Stopped, read_calendar
from bot.ics.unreadable import UnreadableCalendar
from bot.rules.occurrence import Attendee, Occurrence
from tests.ics.calendars import calendar, event
from tests.ics.server import CalendarServer

SINCE, UNTIL = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


def test_reads_a_file_once_while_it_stays_the_same(tmp_path: Path) -> None:
    file = tmp_path / "on call.ics"
    people = "ATTENDEE;CN=Théo:mailto:theo@example.com"
    shift = event(";VALUE=DATE:20261027", "", people, title="Garde, première ligne")
    file.write_text(calendar(shift), encoding="utf-8-sig")
    source = Source(str(file), is_file=True, zone="Europe/Paris")
    reading = read_calendar(source, since=SINCE, until=UNTIL)
    assert reading is not None
    assert reading.occurrences == [
        Occurrence(
            datetime(2026, 10, 26, 23, tzinfo=UTC),
            datetime(2026, 10, 27, 23, tzinfo=UTC),
            "Garde, première ligne",
            (Attendee("theo@example.com", "Théo"),),
        )
    ]
    assert (reading.until, reading.left_out) == (UNTIL, 0)
    assert read_calendar(source, since=SINCE, until=UNTIL, known=reading.digest) is None
    file.write_text(calendar())
    changed = read_calendar(source, since=SINCE, until=UNTIL, known=reading.digest)
    assert changed is not None
    assert changed.occurrences == []


def test_ends_in_time_however_slow_the_server_is() -> None:
    with CalendarServer("127.0.0.1").running() as server:
        server.body, server.waits_s = calendar().encode() * 1000, 0.2  # Over half an hour for all of it.
        source = Source(server.address, is_file=False, zone="UTC")
        began = time.monotonic()
        with pytest.raises(UnreadableCalendar, match="timed_out"):
            read_calendar(source, since=SINCE, until=UNTIL, patience_s=1.5)
        assert time.monotonic() - began < 10


def test_ends_with_the_program() -> None:
    stopping = Event()
    with CalendarServer("127.0.0.1").running() as server:
        server.body, server.waits_s = calendar().encode() * 1000, 0.2
        source = Source(server.address, is_file=False, zone="UTC")
        Timer(0.5, stopping.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            read_calendar(source, since=SINCE, until=UNTIL, stopping=stopping)
        assert time.monotonic() - began < 10


def test_shows_its_address_nowhere() -> None:
    source = Source("http://127.0.0.1:9/secret", is_file=False, zone="UTC")
    with pytest.raises(UnreadableCalendar) as problem:
        read_calendar(source, since=SINCE, until=UNTIL)
    assert str(problem.value) == "unreachable"
    assert "secret" not in repr(source) + repr(problem.value)
    assert problem.value.__cause__ is None
