"""Can the calendars of the roster be read, how old is what was read, and whom do they name? For `doctor`."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.database import Database, DatabaseUnavailable
from bot.doctor_slack import CheckResult
from bot.ics.reader import read_calendar
from bot.ics.unreadable import UnreadableCalendar
from bot.migrate import is_missing
from bot.policy import WrongPolicy, read_policy
from bot.queries.roster import calendars_kept, names_not_found
from bot.roster_sources import RosterSource, roster_sources
from bot.second_voice import WrongPolicyAddress, environment
from bot.settings import Settings
from models import RosterCalendar

AHEAD = timedelta(days=8)
"""How far ahead the calendar is read."""
OLD_FROM = timedelta(hours=1)
"""Age at which what was last read is too old: calendars are read every five minutes."""
NAMED = 5
"""Maximum people named in one result."""
WHAT_IS_WRONG = {
    "no_file": "there is no such file, or it cannot be read: check the path, which begins beside POLICY_FILE",
    "unreachable": "nobody answers at its address: check the address, and the way there from this machine",
    "timed_out": "it is not read in time: its server is slow, or it is too intricate",
    "redirect": "its address leads where it must not, such as to this network: give the address that it really has",
    "status": "its server answers with status {status}: check the address; it may have been withdrawn",
    "too_large": "it is larger than 2 MB: have its server leave out what is long past",
    "empty": "there is nothing in it: check the address",
    "not_ics": "it is no calendar in iCalendar format: check the address; it may lead to a page for signing in",
    "unexpected": "reading it failed, by a fault of Guichet: report it",
}
"""Why a calendar cannot be read, by `ics/unreadable.py: Error`."""


def read_now(one: RosterSource, *, now: datetime) -> tuple[bool, str]:
    """Read a calendar; return whether it is as it should be, and what it has for the next days or what is wrong."""
    try:
        reading = read_calendar(one.source, since=now, until=now + AHEAD)
    except UnreadableCalendar as problem:
        return False, f"It cannot be read: {WHAT_IS_WRONG[problem.error].format(status=problem.status)}."
    count, left_out = (len(reading.occurrences), reading.left_out) if reading else (0, 0)
    text = f"It can be read; entries for the next {AHEAD.days} days: {count}."
    if left_out:
        return False, f"{text} {left_out} cannot be understood: look for unknown time zones and wrong dates in it."
    return count > 0 or one.part == "absences", text if count else f"{text} Check that it is the right one."


def kept(session: Session, one: RosterSource, *, now: datetime) -> tuple[bool, str]:
    """Return whether the stored copy of a calendar is as it should be, and a text saying how old it is."""
    calendar = _calendars(session).get((one.desk, one.part))
    if calendar is None or calendar.source != one.key:
        return True, "Nothing of it is kept yet; `guichet run` reads it."
    if calendar.read_at is None:
        return False, f"It has never been read since {_at(calendar.tried_at)}: nobody is named by it."
    age = now - calendar.read_at
    text = f"What stands was read at {_at(calendar.read_at)}, {_length(age)} ago."
    if unknown := names_not_found(session, desk=one.desk, part=one.part, now=now):
        names = ", ".join(unknown[:NAMED]) + (" …" if len(unknown) > NAMED else "")
        how = "name them in people of [roster], with their Slack member ids"
        text += f" Not found in Slack: {names}; {how}."
    return age < OLD_FROM and not (unknown and one.part == "shifts"), text


def check_rosters(settings: Settings, database: Database, *, now: datetime) -> Iterator[CheckResult]:
    """Read every calendar, and check its stored copy if the database can be read."""
    try:
        sources = roster_sources(read_policy(settings.policy_file), environment(), beside=settings.policy_file)
    except WrongPolicy:  # Another result says so.
        return
    except WrongPolicyAddress as problem:
        yield CheckResult("roster", False, str(problem))
        return
    for one in sources:
        can_be_read, text = read_now(one, now=now)
        is_well, about_kept = _kept(database, one, now=now)
        yield CheckResult(str(one), can_be_read and is_well, f"{text} {about_kept}".strip())


def _kept(database: Database, one: RosterSource, *, now: datetime) -> tuple[bool, str]:
    """Return the result of `kept`; True and "" if the database cannot be read, as another result says so."""
    try:
        if is_missing(database):
            return True, ""
        with database.reading() as session:
            return kept(session, one, now=now)
    except (SQLAlchemyError, DatabaseUnavailable):
        return True, ""


def _calendars(session: Session) -> Mapping[tuple[str, str], RosterCalendar]:
    return {(one.desk, one.part): one for one in calendars_kept(session)}


def _length(age: timedelta) -> str:
    """Return an age in the largest unit of which it has at least two, such as "3 hours"."""
    units = {"days": timedelta(days=1), "hours": timedelta(hours=1)}
    fitting = (f"{age // unit} {name}" for name, unit in units.items() if age >= 2 * unit)
    return next(fitting, f"{age // timedelta(minutes=1)} minutes")


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
