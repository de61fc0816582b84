"""Who is on call, according to the stored calendars of a roster?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, String, bindparam, func, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot.rules.roster import Roster, ShiftOrAbsence, known_at, on_call_at
from models import RosterCalendar, RosterEntry
from models.vocabulary import RosterPart

# Built once, because every card needs to know who is on call, even if no desk has a roster.
_SHIFTS = select(
    RosterCalendar.desk, RosterCalendar.read_at, RosterCalendar.known_until, RosterCalendar.left_out
).where(RosterCalendar.desk == bindparam("desk"), RosterCalendar.part == "shifts")


def roster_at(session: Session, *, desk: str, at: datetime) -> Roster | None:
    """Return who is on call at a desk at this instant; None if it has no roster."""
    calendar = session.execute(_SHIFTS, {"desk": desk}).first()
    return None if calendar is None else _roster_of(session, calendar, at=at)


def _roster_of(session: Session, calendar: Any, *, at: datetime) -> Roster:
    """Return who is on call at this instant by a calendar of shifts, a `RosterCalendar` or the columns of `_SHIFTS`."""
    desk = calendar.desk
    shifts = _entries(session, desk=desk, part="shifts", at=at)
    known = known_at(
        at,
        read_at=calendar.read_at,
        until=calendar.known_until,
        left_out=calendar.left_out,
        is_empty=not shifts,
    )
    is_told = known == "known"
    absences = _entries(session, desk=desk, part="absences", at=at) if shifts and is_told else []
    return Roster(tuple(on_call_at(shifts, absences, at)) if is_told else (), known, calendar.read_at)


def rosters_at(session: Session, *, at: datetime) -> dict[str, Roster]:
    """Return who is on call at this instant at each desk that has a roster, by the desk's name."""
    of_shifts = sorted((one for one in calendars_kept(session) if one.part == "shifts"), key=lambda one: one.desk)
    return {one.desk: _roster_of(session, one, at=at) for one in of_shifts}


def changes_at(desk: ColumnElement[str]) -> CompoundSelect[Any]:
    """Return the query, for `first_of`, of the shift changes at a desk after the parameter `after`."""
    starts, ends, until = col(RosterEntry.starts_at), col(RosterEntry.ends_at), col(RosterCalendar.known_until)
    after: BindParameter[Any] = bindparam("after")
    return union_all(
        sql_select(func.min(starts)).where(col(RosterEntry.desk) == desk, starts > after),
        sql_select(func.min(ends)).where(col(RosterEntry.desk) == desk, ends > after),
        sql_select(func.min(until)).where(col(RosterCalendar.desk) == desk, until > after),
    )


_CHANGES = changes_at(bindparam("desk", type_=String))


def next_change(session: Session, *, desk: str, after: datetime) -> datetime | None:
    """Return the first instant after `after` at which who is on call at a desk may change; None if none is known."""
    return first_of(session, _CHANGES, desk=desk, after=after)


def first_of(session: Session, changes: CompoundSelect[Any], **given: object) -> datetime | None:
    """Return the first of these changes; `given` are the parameters of `changes_at` and of its desk."""
    found = session.execute(changes, given).scalars()
    return min((one for one in found if one is not None), default=None)


def calendars_kept(session: Session) -> Sequence[RosterCalendar]:
    """Return every stored calendar."""
    return session.exec(select(RosterCalendar)).all()


def names_not_found(session: Session, *, desk: str, part: RosterPart, now: datetime) -> list[str]:
    """Return the names in present and future entries whose Slack member id is not known."""
    coming = (RosterEntry.desk == desk, RosterEntry.part == part, col(RosterEntry.ends_at) > now)
    unknown = select(RosterEntry.name).where(*coming, col(RosterEntry.user_id).is_(None)).distinct()
    return sorted(session.exec(unknown))


def _entries(session: Session, *, desk: str, part: RosterPart, at: datetime) -> list[ShiftOrAbsence]:
    wanted = (RosterEntry.desk == desk, RosterEntry.part == part)
    covering = (col(RosterEntry.starts_at) <= at, col(RosterEntry.ends_at) > at)
    found = session.exec(select(RosterEntry).where(*wanted, *covering).order_by(col(RosterEntry.id)))
    return [ShiftOrAbsence(one.starts_at, one.ends_at, one.name, one.address, one.user_id) for one in found]
