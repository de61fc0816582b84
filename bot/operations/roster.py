"""The entries of a roster's calendar: while it cannot be read, the last good copy stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select, update

from bot.rules.roster import ShiftOrAbsence
from models import RosterCalendar, RosterEntry
from models.vocabulary import RosterPart

RosterKey = tuple[str, RosterPart]
"""Name of the desk, and which part of its roster the calendar holds."""


def keep_calendar(
    session: Session,
    key: RosterKey,
    *,
    source: str,
    entries: Sequence[ShiftOrAbsence],
    known_until: datetime,
    left_out: int,
    now: datetime,
) -> None:
    """Replace the entries of a calendar with those just read; people found in Slack before stay known."""
    calendar = _lock(session, key, source=source, now=now)
    known = _known_people(session, key)
    session.exec(delete(RosterEntry).where(*_of(key)))
    for one in entries:
        user_id = one.user_id or known.get(one.address)
        row = RosterEntry(desk=key[0], part=key[1], starts_at=one.starts_at, ends_at=one.ends_at, name=one.name)
        row.address, row.user_id = one.address, user_id
        session.add(row)
    calendar.tried_at = calendar.read_at = now
    calendar.error, calendar.known_until, calendar.left_out = "", known_until, left_out


def note_unchanged(session: Session, key: RosterKey, *, source: str, now: datetime) -> None:
    """Record that a calendar was read and has not changed."""
    calendar = _lock(session, key, source=source, now=now)
    calendar.tried_at = calendar.read_at = now
    calendar.error = ""


def note_unreadable(session: Session, key: RosterKey, *, source: str, error: str, now: datetime) -> None:
    """Record why a calendar could not be read; its stored entries stand."""
    calendar = _lock(session, key, source=source, now=now)
    calendar.tried_at, calendar.error = now, error


def forget_other_calendars(session: Session, sources: Mapping[RosterKey, str]) -> set[str]:
    """Delete calendars that the policy no longer names, or names at another address, and return their desks."""
    desks: set[str] = set()
    for calendar in session.exec(select(RosterCalendar)).all():
        key = (calendar.desk, calendar.part)
        if sources.get(key) != calendar.source:
            session.exec(delete(RosterEntry).where(*_of(key)))
            session.delete(calendar)
            desks.add(calendar.desk)
    return desks


def people_to_find(session: Session, key: RosterKey, *, until: datetime, now: datetime, limit: int) -> list[str]:
    """Return up to `limit` e-mail addresses of people named between `now` and `until`, the earliest first."""
    soon = (col(RosterEntry.ends_at) > now, col(RosterEntry.starts_at) < until, RosterEntry.address != "")
    found = select(RosterEntry.address).where(*_of(key), *soon).order_by(col(RosterEntry.starts_at))
    return list(dict.fromkeys(session.exec(found)))[:limit]


def keep_people(session: Session, key: RosterKey, *, found: Mapping[str, str | None]) -> None:
    """Record which member has which e-mail address in Slack; None for an address that nobody there has."""
    for address, user_id in found.items():
        change = update(RosterEntry).where(*_of(key), col(RosterEntry.address) == address)
        session.exec(change.values(user_id=user_id).execution_options(synchronize_session=False))


def _lock(session: Session, key: RosterKey, *, source: str, now: datetime) -> RosterCalendar:
    """Return the row of a calendar, locked, because replicas read calendars side by side."""
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    values = {"desk": key[0], "part": key[1], "source": source, "tried_at": now, "error": "", "left_out": 0}
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(RosterCalendar).values(**values)
    connection.execute(insert.on_conflict_do_nothing())
    row = session.get_one(RosterCalendar, key, with_for_update=True, populate_existing=True)
    row.source = source
    return row


def _known_people(session: Session, key: RosterKey) -> dict[str, str]:
    found = select(RosterEntry.address, RosterEntry.user_id).where(*_of(key), RosterEntry.address != "").distinct()
    return {address: user_id for address, user_id in session.exec(found) if user_id is not None}


def _of(key: RosterKey) -> Sequence[ColumnElement[bool]]:
    desk, part = key
    return col(RosterEntry.desk) == desk, col(RosterEntry.part) == part
