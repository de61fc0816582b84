"""Figures on the delivery: what waits, what is late, what Slack refuses, and when each part of the program last ran."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil

from sqlalchemy import text
from sqlmodel import Session, col, func, or_, select

from bot.delivery.outbox import is_first_in_lane
from models import Fallback, Heartbeat, OutboxMessage
from models.vocabulary import REMINDERS, UPDATE_REMINDERS, EndedBecause

# Written out, not as parameters: only then do the databases use their partial indexes.
IS_WAITING = text("outbox_message.state IN ('pending', 'parked')")
IS_DONE = text("outbox_message.state = 'done'")
IS_HELD_UP = text("outbox_message.state IN ('parked', 'refused')")


@dataclass(frozen=True)
class Backlog:
    """Messages that should have gone out."""

    count: int
    since: datetime | None
    """When the oldest should have been claimed; None if there is none."""


@dataclass(frozen=True)
class RefusedMessages:
    """Messages that Slack refuses for one reason."""

    state: str
    """Parked (tried again now and then) or refused (not tried again)."""
    error: str
    """Slack's error code."""
    count: int
    channels: tuple[str, ...]
    """Where they should have gone."""


@dataclass(frozen=True)
class Unposted:
    """Messages that were due and have not been posted, all for one reason."""

    state: str
    """Pending or parked for what still waits; cancelled, superseded or refused for what has ended."""
    because: str | None
    """Why it has ended (`EndedBecause`); None for what waits, and for what ended before reasons were kept."""
    error: str | None
    """Slack's error code, or the kind of the failure, of the last try."""
    count: int

    def order(self) -> tuple[int, str, str, str]:
        """Return a sort key, the most frequent first; the databases disagree on where None sorts."""
        return -self.count, self.because or "", self.state, self.error or ""


@dataclass(frozen=True)
class Lateness:
    """How late reminders were posted."""

    count: int
    median: timedelta
    p99: timedelta
    """All but one in a hundred were no later than this."""
    worst: timedelta


def overdue(session: Session, *, before: datetime) -> Backlog:
    """Return what could have been claimed before this instant and is not claimed."""
    count, since = session.exec(
        select(func.count(), func.min(OutboxMessage.run_at)).where(
            IS_WAITING,
            col(OutboxMessage.run_at) < before,
            col(OutboxMessage.lease_token).is_(None),
            is_first_in_lane(),
        )
    ).one()
    return Backlog(count, since)


def refusals(session: Session, *, since: datetime | None = None) -> list[RefusedMessages]:
    """Return what Slack refuses, by state and error code; what was refused for good before `since` is left out.

    What was set aside because of a bug of ours is not included.
    """
    by_slack = or_(col(OutboxMessage.ended_because).is_(None), OutboxMessage.ended_because != EndedBecause.SET_ASIDE)
    error = func.coalesce(OutboxMessage.last_error, "unknown")
    recent = [] if since is None else [or_(OutboxMessage.state == "parked", col(OutboxMessage.run_at) > since)]
    group = (col(OutboxMessage.state), error, col(OutboxMessage.channel))
    found = session.exec(
        select(OutboxMessage.state, error, OutboxMessage.channel, func.count())
        .where(IS_HELD_UP, by_slack, *recent)
        .group_by(*group)
        .order_by(*group)
    ).all()
    return [_added_up(list(rows)) for _, rows in groupby(found, key=lambda row: (row[0], row[1]))]


def _added_up(rows: list[tuple[str, str, str, int]]) -> RefusedMessages:
    state, error, *_ = rows[0]
    return RefusedMessages(state, error, sum(count for *_, count in rows), tuple(channel for _, _, channel, _ in rows))


def waiting_messages(session: Session) -> int:
    """Return how many messages wait, most of them for their time."""
    found = select(func.count()).select_from(OutboxMessage).where(IS_WAITING)
    return session.exec(found).one()


def lateness(session: Session, *, since: datetime) -> Lateness | None:
    """Return how late the reminders posted since then were; None if there were none."""
    posted = session.exec(
        select(OutboxMessage.due_at, OutboxMessage.done_at).where(
            col(OutboxMessage.kind).in_(REMINDERS),
            IS_DONE,
            col(OutboxMessage.done_at) >= since,
        )
    ).all()
    late = sorted(done_at - due_at for due_at, done_at in posted if done_at is not None)
    if not late:
        return None
    return Lateness(len(late), median=_share(late, 0.5), p99=_share(late, 0.99), worst=late[-1])


def unposted_reminders(session: Session, *, since: datetime, until: datetime) -> list[Unposted]:
    """Return the reminders that were due in this time and have not been posted, grouped by what became of them."""
    group = (col(OutboxMessage.state), col(OutboxMessage.ended_because), col(OutboxMessage.last_error))
    found = session.exec(
        select(OutboxMessage.state, OutboxMessage.ended_because, OutboxMessage.last_error, func.count())
        .where(
            col(OutboxMessage.kind).in_((*REMINDERS, *UPDATE_REMINDERS)),
            OutboxMessage.state != "done",
            col(OutboxMessage.due_at) >= since,
            col(OutboxMessage.due_at) <= until,
        )
        .group_by(*group)
    ).all()
    return sorted((Unposted(*row) for row in found), key=Unposted.order)


def _share(lengths: list[timedelta], share: float) -> timedelta:
    """Return the length that this share of the sorted lengths does not exceed."""
    return lengths[ceil(len(lengths) * share) - 1]


def scheduled_fallbacks(session: Session) -> Sequence[datetime]:
    """Return when Slack will post the scheduled fallbacks, the next one first."""
    scheduled = select(Fallback.post_at).where(text("fallback.state = 'scheduled'")).order_by(col(Fallback.post_at))
    return session.exec(scheduled).all()


def heartbeat_of(session: Session, *, part: str) -> Heartbeat | None:
    """Return the last heartbeat of a part of the program; None if there never was one."""
    return session.get(Heartbeat, part)
