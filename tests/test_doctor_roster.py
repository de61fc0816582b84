"""What `doctor` says about a roster: whether it can be read now, and how old the stored shifts are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.doctor_roster import WHAT_IS_WRONG, kept, read_now
from bot.ics.unreadable import Error, UnreadableCalendar
from bot.operations.roster import keep_calendar, note_unreadable
from bot.policy import WrongPolicy, read_policy
from bot.roster_sources import RosterSource, roster_sources
from bot.rules.roster import ShiftOrAbsence
from bot.second_voice import WrongPolicyAddress
from tests.ics.calendars import calendar, event

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> RosterSource:
    """The shifts in a file beside the policy."""
    policy = tmp_path / "policy.toml"
    policy.write_text('[roster]\nfile = "on-call.ics"\npeople = { "Theo Roux" = "U0THEO" }\n')
    (one,) = roster_sources(read_policy(policy), {}, beside=policy)
    return one


def test_reads_the_calendar_itself(source: RosterSource) -> None:
    file = Path(source.source.where)
    assert read_now(source, now=NOW) == (False, f"It cannot be read: {WHAT_IS_WRONG['no_file']}.")
    shift = event("20261124T080000Z", "20261124T160000Z")
    file.write_text(calendar(shift))
    assert read_now(source, now=NOW) == (True, "It can be read; entries for the next 8 days: 1.")
    file.write_text(calendar(shift, event("soon")))
    is_well, text = read_now(source, now=NOW)
    assert not is_well
    assert "1 cannot be understood" in text


def test_says_how_old_what_stands_is_and_whom_slack_does_not_know(database: Database, source: RosterSource) -> None:
    key, until = (source.desk, source.part), NOW + timedelta(days=100)

    def told(now: datetime) -> tuple[bool, str]:
        with database.reading() as session:
            return kept(session, source, now=now)

    assert told(NOW) == (True, "Nothing of it is kept yet; `guichet run` reads it.")
    with database.transaction() as session:
        note_unreadable(session, key, source=source.key, error="timed_out", now=NOW)
    assert told(NOW) == (False, "It has never been read since 2026-11-23 08:00 UTC: nobody is named by it.")
    theo = ShiftOrAbsence(NOW, until, "Theo Roux", user_id="U0THEO")
    with database.transaction() as session:
        keep_calendar(session, key, source=source.key, entries=[theo], known_until=until, left_out=0, now=NOW)
    assert told(NOW + timedelta(minutes=4)) == (True, "What stands was read at 2026-11-23 08:00 UTC, 4 minutes ago.")
    assert told(NOW + timedelta(hours=50)) == (
        False,
        "What stands was read at 2026-11-23 08:00 UTC, 2 days ago.",
    )
    someone = ShiftOrAbsence(NOW, until, "Night shift")
    with database.transaction() as session:
        keep_calendar(session, key, source=source.key, entries=[theo, someone], known_until=until, left_out=0, now=NOW)
    is_well, text = told(NOW)
    assert not is_well
    assert "Not found in Slack: Night shift; name them in people of [roster]" in text


def test_each_error_says_what_to_do() -> None:
    errors: tuple[Error, ...] = Error.__args__  # type: ignore[attr-defined]
    assert set(WHAT_IS_WRONG) == set(errors)
    assert str(UnreadableCalendar("status", 404)) == "status 404"


class TestPolicy:
    """What the policy says of a roster, or says wrongly; a secret address is never shown."""

    def read(self, folder: Path, text: str, **variables: str) -> list[RosterSource]:
        file = folder / "policy.toml"
        file.write_text(text)
        return roster_sources(read_policy(file), variables, beside=file)

    def test_is_optional(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, "") == []

    def test_names_addresses_and_files(self, tmp_path: Path) -> None:
        shifts, absences = self.read(
            tmp_path,
            '[roster]\naddress = "$CALENDAR"\nabsences = { file = "absences.ics" }\n',
            CALENDAR="webcal://calendar.example/s3cret.ics",
        )
        assert (str(shifts), shifts.source.where) == ("roster shifts", "https://calendar.example/s3cret.ics")
        assert (str(absences), absences.source.where) == ("roster absences", str(tmp_path / "absences.ics"))
        assert (shifts.source.is_file, absences.source.is_file) == (False, True)
        assert shifts.source.zone == "Europe/Paris"
        assert "s3cret" not in repr(shifts) + shifts.key

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("[roster]\n", "must have either an address or a file"),
            ('[roster]\nfile = "a.ics"\naddress = "https://a.example/"\n', "must have either an address or a file"),
            ('[roster]\naddress = "ftp://a.example/s3cret"\n', "it is not an http address"),
            ('[roster]\naddress = "https://me:s3cret@a.example/"\n', "a name or a password before an @"),
            ('[roster]\nfile = "a.ics"\nabsences = {}\n', "must have either an address or a file"),
            ('[roster]\nfile = "a.ics"\npeople = { Theo = "theo" }\n', "is no Slack member id"),
            ('[roster]\nfile = "a.ics"\npeople = { " " = "U0THEO" }\n', "must name everybody"),
            ('[roster]\nfile = "a.ics"\nzone = "UTC"\n', "zone"),
        ],
    )
    def test_that_is_wrong_is_refused(self, tmp_path: Path, text: str, wrong: str) -> None:
        with pytest.raises(WrongPolicy) as refused:
            self.read(tmp_path, text)
        assert wrong in str(refused.value)
        assert "s3cret" not in str(refused.value)

    @pytest.mark.parametrize(
        ("variables", "wrong"),
        [
            ({}, "POLICY_FILE roster: there is no CALENDAR in the environment or in .env."),
            (
                {"CALENDAR": "file:///s3cret"},
                "POLICY_FILE roster: its address cannot be used: it is not an http address.",
            ),
        ],
    )
    def test_whose_variable_is_wrong_is_refused(self, tmp_path: Path, variables: dict[str, str], wrong: str) -> None:
        with pytest.raises(WrongPolicyAddress) as refused:
            self.read(tmp_path, '[roster]\naddress = "$CALENDAR"\n', **variables)
        assert str(refused.value) == wrong
