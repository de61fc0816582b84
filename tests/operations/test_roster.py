"""What a calendar of a roster says is kept until it says something else, in both databases."""

from datetime import UTC, datetime, timedelta

from bot.database import Database
from bot.operations.roster import (
    RosterKey,
    forget_other_calendars,
    keep_calendar,
    keep_people,
    note_unchanged,
    note_unreadable,
    people_to_find,
)
from bot.queries.roster import calendars_kept, names_not_found, roster_at
from bot.rules.roster import Roster, ShiftOrAbsence

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHIFTS: RosterKey = ("", "shifts")
ABSENCES: RosterKey = ("", "absences")


def entry(name: str, *, begin: int = 0, end: int = 8, user_id: str | None = None) -> ShiftOrAbsence:
    return ShiftOrAbsence(NOW + begin * HOUR, NOW + end * HOUR, name, f"{name.lower()}@example.com", user_id)


def keep(
    database: Database, *entries: ShiftOrAbsence, key: RosterKey = SHIFTS, source: str = "one", left_out: int = 0
) -> None:
    with database.transaction() as session:
        until = NOW + timedelta(days=100)
        keep_calendar(session, key, source=source, entries=entries, known_until=until, left_out=left_out, now=NOW)


def roster(database: Database, *, at: datetime = NOW, desk: str = "") -> Roster | None:
    with database.reading() as session:
        return roster_at(session, desk=desk, at=at)


def on_call(database: Database, *, at: datetime = NOW) -> list[tuple[str, str | None, str | None]]:
    found = roster(database, at=at)
    assert found is not None
    return [(one.name, one.user_id, one.trouble) for one in found.people]


def test_there_is_no_roster_before_one_was_tried(database: Database) -> None:
    assert roster(database) is None
    with database.transaction() as session:
        note_unreadable(session, SHIFTS, source="one", error="timed_out", now=NOW)
    assert roster(database) == Roster(known="never_read")
    keep(database)
    assert roster(database) == Roster(read_at=NOW)
    assert roster(database, desk="Brussels") is None


def test_the_last_good_copy_stands(database: Database) -> None:
    keep(database, entry("Theo", user_id="U0THEO"), entry("Tess", begin=8, end=16, user_id="U0TESS"))
    later = NOW + 9 * HOUR
    with database.transaction() as session:
        note_unreadable(session, SHIFTS, source="one", error="status 500", now=later)
    assert on_call(database) == [("Theo", "U0THEO", None)]
    assert on_call(database, at=later) == [("Tess", "U0TESS", None)]
    with database.reading() as session:
        (kept,) = calendars_kept(session)
    assert (kept.read_at, kept.tried_at, kept.error) == (NOW, later, "status 500")
    with database.transaction() as session:
        note_unchanged(session, SHIFTS, source="one", now=later + HOUR)
    with database.reading() as session:
        (kept,) = calendars_kept(session)
    assert (kept.read_at, kept.tried_at, kept.error) == (later + HOUR, later + HOUR, "")


def test_what_is_beyond_its_end_is_not_known(database: Database) -> None:
    keep(database, entry("Theo"))
    beyond = NOW + timedelta(days=100)
    assert roster(database, at=beyond) == Roster(known="ended", read_at=NOW)
    keep(database, left_out=1)
    assert roster(database) == Roster(known="incomplete", read_at=NOW)


def test_new_entries_take_the_place_of_the_old_ones(database: Database) -> None:
    keep(database, entry("Theo", user_id="U0THEO"), entry("Tess"))
    with database.transaction() as session:
        keep_people(session, SHIFTS, found={"tess@example.com": "U0TESS"})
    keep(database, entry("Tess"))
    assert on_call(database) == [("Tess", "U0TESS", None)]  # Who was found in Slack stays known.


def test_who_is_absent_is_known_by_whatever_both_calendars_tell(database: Database) -> None:
    keep(database, entry("Theo", user_id="U0THEO"), entry("Tess"))
    keep(database, entry("tess", begin=1, end=2), key=ABSENCES)
    assert on_call(database) == [("Theo", "U0THEO", None), ("Tess", None, None)]
    assert on_call(database, at=NOW + HOUR) == [("Theo", "U0THEO", None), ("Tess", None, "absent")]


def test_who_is_named_soon_is_to_be_found(database: Database) -> None:
    past, today, soon = entry("Past", begin=-8, end=0), entry("Today"), entry("Soon", begin=20, end=30)
    keep(database, soon, today, past, entry("Late", begin=300, end=310))
    with database.transaction() as session:
        wanted = people_to_find(session, SHIFTS, until=NOW + 100 * HOUR, now=NOW, limit=5)
        assert wanted == ["today@example.com", "soon@example.com"]
        assert people_to_find(session, SHIFTS, until=NOW + 100 * HOUR, now=NOW, limit=1) == wanted[:1]
        keep_people(session, SHIFTS, found={"today@example.com": "U0TODAY", "soon@example.com": None})
        assert names_not_found(session, desk="", part="shifts", now=NOW) == ["Late", "Soon"]


def test_a_calendar_that_the_policy_names_no_more_is_forgotten(database: Database) -> None:
    keep(database, entry("Theo"))
    keep(database, entry("Tess"), key=ABSENCES)
    with database.transaction() as session:
        forget_other_calendars(session, {SHIFTS: "one", ABSENCES: "one"})
    assert on_call(database) == [("Theo", None, None)]
    with database.transaction() as session:
        forget_other_calendars(session, {SHIFTS: "one", ABSENCES: "another address"})
        assert [one.part for one in calendars_kept(session)] == ["shifts"]
        forget_other_calendars(session, {})
    assert roster(database) is None
