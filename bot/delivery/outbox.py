"""What is to be posted in Slack? Operations call `post` and `cancel`, which change rows; the workers do the rest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, insert, literal_column, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from bot.database import HAS_NEWS
from bot.delivery.destination import Destination
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind, MessageState, Side

WAITING = ("pending", "parked")
"""States of a message that is still to be posted."""
WAITING_WRITTEN_OUT: tuple[Any, ...] = tuple(literal_column(f"'{state}'") for state in WAITING)
"""`WAITING`, written into the statement: only then does a database use its partial indexes of waiting rows."""
SWEEP_INTERVAL = timedelta(seconds=1)
"""Time between two sweeps; a worker itself waits for a message that is due before the next one."""
ARRANGED_AT = "arranged_at"
"""Parameter of a message that was due before it was planned: the instant from which its lateness counts."""

IN_CHANNEL = "in_channel"
"""Parameter of a direct message that is posted in a channel instead: its reader, and the thread ("": no thread)."""

STATES: dict[EndedBecause, MessageState] = {
    EndedBecause.SUPERSEDED: "superseded",
    EndedBecause.FALLBACK_POSTED: "superseded",
    EndedBecause.REFUSED: "refused",
    EndedBecause.SET_ASIDE: "refused",
}
"""States of messages that end for these reasons; for every other reason it is "cancelled"."""


@cache
def is_first_in_lane() -> ColumnElement[bool]:
    """Return the condition that a message is the first waiting one of its lane: only then can it be claimed.

    The first is found in one step, in an index. A condition that no earlier one waits would make PostgreSQL compare
    all waiting messages with one another, if its statistics date from a time when few were waiting.
    """
    other = aliased(OutboxMessage)
    of_lane = select(other.due_at, other.id).where(
        col(other.lane) == OutboxMessage.lane, col(other.state).in_(WAITING_WRITTEN_OUT)
    )
    first = of_lane.order_by(col(other.due_at), col(other.id)).limit(literal_column("1")).correlate(OutboxMessage)
    return tuple_(OutboxMessage.due_at, OutboxMessage.id) <= first.scalar_subquery()


def state_of(because: EndedBecause) -> MessageState:
    """Return the state in which a message ends for this reason: "cancelled", "superseded" or "refused"."""
    return STATES.get(because, "cancelled")


MessageKey = tuple[Kind, str, datetime]
"""Kind, dedup key and due time: unique within an incident."""


@dataclass(frozen=True)
class NewMessage:
    """A message that is to be posted; it is rendered from the rows as they are when it is posted."""

    kind: Kind
    to: Destination
    due_at: datetime
    dedup_key: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> MessageKey:
        """Return the key that is unique among the messages of its incident."""
        return self.kind, self.dedup_key, self.due_at


def post(
    session: Session,
    *,
    kind: Kind,
    to: Destination,
    now: datetime,
    dedup_key: str = "",
    due_at: datetime | None = None,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Add one message, due now or at `due_at`.

    Raises `IntegrityError` at the flush if there already is one with this incident, kind, `dedup_key` and due time.
    """
    message = NewMessage(kind, to, due_at or now, dedup_key, parameters or {})
    session.add(OutboxMessage(**_row(message, now)))
    _note_news_if_due(session, message.due_at, now)


_INSERT = insert(OutboxMessage.__table__)  # type: ignore[attr-defined] # One statement for all: the ORM makes several.


def post_all(session: Session, messages: Iterable[NewMessage], *, now: datetime) -> None:
    """Add several messages in one statement; raises as `post` does, at once."""
    rows = [_row(one, now) for one in messages]
    if rows:
        session.flush()  # What was added before comes before these in its lane.
        session.connection().execute(_INSERT, rows)
        _note_news_if_due(session, min(row["due_at"] for row in rows), now)


def _row(message: NewMessage, now: datetime) -> dict[str, Any]:
    return {
        "incident_id": message.to.incident_id,
        "kind": message.kind,
        "dedup_key": message.dedup_key,
        "lane": message.to.lane,
        "side": message.to.side,
        "channel": message.to.channel,
        "parameters": message.parameters,
        "created_at": now,
        "due_at": message.due_at,
        "run_at": message.due_at,
    }


def _note_news_if_due(session: Session, due_at: datetime, now: datetime) -> None:
    if due_at <= now + SWEEP_INTERVAL:
        session.info[HAS_NEWS] = True


def cancel(
    session: Session,
    *,
    incident_id: int,
    kinds: Collection[Kind],
    because: EndedBecause,
    is_claimed_too: bool = False,
    but_to: Collection[str] = (),
) -> None:
    """End the incident's waiting messages of these kinds, except those to the channels `but_to`.

    One just being sent is left to the worker's own check, unless `is_claimed_too`: then the worker's lease ends.
    """
    waiting = update(OutboxMessage).where(
        col(OutboxMessage.incident_id) == incident_id,
        col(OutboxMessage.kind).in_(kinds),
        col(OutboxMessage.state).in_(WAITING),
        col(OutboxMessage.channel).not_in(but_to),
    )
    if not is_claimed_too:
        waiting = waiting.where(col(OutboxMessage.lease_token).is_(None))
    session.exec(waiting.values(state=state_of(because), ended_because=because, lease_token=None))


def in_channel(reader: str, *, thread_ts: str = "") -> dict[str, Any]:
    """Return the parameter by which a direct message to this reader is posted in a channel, where it mentions them."""
    return {IN_CHANNEL: {"reader": reader, "thread_ts": thread_ts}}


def reader_of(message: OutboxMessage) -> str:
    """Return the member id of a direct message's reader, even if it is posted in a channel instead."""
    return str(message.parameters.get(IN_CHANNEL, {}).get("reader", message.channel))


def redirect(session: Session, *, incident_id: int, side: Side, channel: str) -> None:
    """Redirect the messages that wait for this side of the incident to another channel."""
    session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.incident_id) == incident_id,
            col(OutboxMessage.side) == side,
            col(OutboxMessage.state).in_(WAITING),
        )
        .values(channel=channel)
    )
