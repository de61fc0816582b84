"""Which messages are sent next? Claiming a row records since when it may be in Slack, and until when it is leased."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, Integer, bindparam
from sqlalchemy import select as sql_select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select, update

from bot.delivery.outbox import WAITING_WRITTEN_OUT, is_first_in_lane
from models import Card, OutboxMessage
from models.vocabulary import EndedBecause, Side

UNREADABLE = "unreadable"
"""`last_error` of a row that cannot be read."""


_TABLE = OutboxMessage.__table__  # type: ignore[attr-defined]
_LEASE = update(_TABLE).where(_TABLE.c.id == bindparam("number"))
_IN_ORDER = (col(OutboxMessage.run_at), col(OutboxMessage.id))


class UnreadableRow(Exception):
    """A row that is to be claimed cannot be read; `number` is its id."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Claimed:
    """A message that this sender alone may send until its lease ends."""

    message: OutboxMessage
    """As it was before, except for the lease; `maybe_sent_at` still says whether an earlier try may have posted it."""
    token: str
    ready_at: datetime
    """When it could first be claimed: by then, whatever an earlier try has posted can be seen."""
    cards: Mapping[Side, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of its incident's cards when it was claimed."""


class Resting(NamedTuple):
    """Channels and kinds of which no message may be sent now."""

    channels: Collection[str]
    kinds: Collection[str]


NOTHING_RESTS = Resting((), ())


@dataclass(frozen=True)
class Claims:
    """What was claimed, and what was found to be due soon."""

    claimed: list[Claimed]
    next_due: datetime | None
    """When the next message that may be claimed is due; None if that is after the look-ahead, or if more were due than
    could be claimed."""


def claim_messages(
    session: Session,
    *,
    now: datetime,
    lease_until: datetime,
    owner: str,
    limit: int = 1,
    stopped: Resting = NOTHING_RESTS,
    admits: Callable[[Claimed], bool] = lambda _claimed: True,
    look_ahead: timedelta = timedelta(),
) -> Claims:
    """Claim up to `limit` messages: of the first message of each lane, those that have been due longest.

    `maybe_sent_at` is set for each. What is `stopped` is left out, and so is what `admits` refuses.
    On PostgreSQL a row that another replica is claiming is skipped. Raises `UnreadableRow`.
    """
    given: dict[str, Any] = {"until": now + look_ahead}
    if is_any_stopped := bool(stopped.channels or stopped.kinds):
        given |= {"channels": list(stopped.channels), "kinds": list(stopped.kinds)}
    try:
        rows = session.execute(_due(is_any_stopped), given | {"limit": limit}).all()
    except DBAPIError:
        raise
    except Exception as problem:  # A row holds something that is not a value of its column.
        first = session.exec(_number_of_first_due(is_any_stopped), params=given).first()
        if first is None:  # It has been claimed meanwhile.
            raise
        raise UnreadableRow(first) from problem
    found = [_claimed(one, owner) for one in rows]
    admitted = [one for one in found if one.ready_at <= now and admits(one)]
    _lease(session, admitted, until=lease_until, now=now)
    return Claims(admitted, min((one.ready_at for one in found if one.ready_at > now), default=None))


def _claimed(row: Sequence[Any], owner: str) -> Claimed:
    message: OutboxMessage = row[0]
    cards = {side: (channel, ts) for side, channel, ts in zip(Side, row[1::2], row[2::2], strict=True) if channel}
    return Claimed(message, token=f"{owner}:{uuid4().hex}", ready_at=message.run_at, cards=cards)


@cache
def _due(is_any_stopped: bool) -> Any:
    """Return the query of `claim_messages`, built once as it runs at every sweep."""
    in_order = sql_select(OutboxMessage, *_cards()).where(*_can_be_taken(is_any_stopped)).order_by(*_IN_ORDER)
    return in_order.limit(bindparam("limit", type_=Integer)).with_for_update(skip_locked=True, of=OutboxMessage)


@cache
def _number_of_first_due(is_any_stopped: bool) -> Any:
    return select(OutboxMessage.id).where(*_can_be_taken(is_any_stopped)).order_by(*_IN_ORDER).limit(1)


def _cards() -> list[ColumnElement[Any]]:
    """Return channel and ts of each side's card; as subqueries, so that they are read only for what is claimed."""
    of_incident = col(Card.incident_id) == col(OutboxMessage.incident_id)
    return [
        select(column).where(of_incident, Card.side == side).correlate(OutboxMessage).scalar_subquery()
        for side in Side
        for column in (Card.channel, Card.ts)
    ]


def _can_be_taken(is_any_stopped: bool) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a claim; a list is rendered at each execution, so empty lists are left out."""
    stopped = (
        col(OutboxMessage.channel).not_in(bindparam("channels", expanding=True)),
        col(OutboxMessage.kind).not_in(bindparam("kinds", expanding=True)),
    )
    return (
        col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT),
        col(OutboxMessage.run_at) <= bindparam("until"),
        *(stopped if is_any_stopped else ()),
        is_first_in_lane(),
    )


def skip_unreadable(session: Session, *, number: int, run_at: datetime, is_set_aside: bool) -> None:
    """Postpone a row that cannot be read, or set it aside for good, so that the others are claimed."""
    later: dict[str, Any] = {"run_at": run_at, "lease_token": None}
    ended = {"state": "refused", "ended_because": EndedBecause.SET_ASIDE, "last_error": UNREADABLE}
    of_row = update(OutboxMessage).where(col(OutboxMessage.id) == number)
    session.exec(of_row.values(**later | (ended if is_set_aside else {})).execution_options(synchronize_session=False))


def _lease(session: Session, claimed: Sequence[Claimed], *, until: datetime, now: datetime) -> None:
    """Write the leases of these messages in one statement."""
    for one in claimed:
        message = one.message
        session.expunge(message)  # What is set here is written below; `maybe_sent_at` stays as it was before.
        message.lease_token, message.run_at, message.attempts = one.token, until, message.attempts + 1
    if claimed:
        session.connection().execute(_LEASE, [_leased(one.message, now) for one in claimed])


def _leased(message: OutboxMessage, now: datetime) -> dict[str, Any]:
    return {
        "number": message.id,
        "lease_token": message.lease_token,
        "run_at": message.run_at,
        "attempts": message.attempts,
        "maybe_sent_at": message.maybe_sent_at or now,
    }
