"""Removes buttons that are of no use: one was pressed, or there is nothing left to decide."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.texts.message import Message, has_buttons, without_buttons
from models import OutboxMessage
from models.vocabulary import Kind


def take_buttons(
    session: Session,
    *,
    kinds: Collection[str],
    now: datetime,
    incident_id: int | None = None,
    dedup_key: str | None = None,
    only: Collection[str] = (),
) -> None:
    """Remove the buttons from posted messages of these kinds, as nobody needs to press them now.

    `dedup_key` narrows it down; `only` names the action ids that go where others stay. What nobody has seen yet
    will keep its buttons; whoever presses one is told.
    """
    posted = select(OutboxMessage).where(
        col(OutboxMessage.incident_id) == incident_id,
        col(OutboxMessage.kind).in_(kinds),
        col(OutboxMessage.posted).is_not(None),
    )
    if dedup_key is not None:
        posted = posted.where(OutboxMessage.dedup_key == dedup_key)
    for one in session.exec(posted.order_by(col(OutboxMessage.id))):
        shown = Message(**(one.posted or {}))
        left = without_buttons(shown, only)
        if left == shown:
            continue
        one.posted = asdict(left) if has_buttons(left) else None
        outbox.post(
            session,
            kind=Kind.BUTTONS_GONE,
            to=Destination(one.channel, incident_id=incident_id, side=one.side),
            dedup_key=" ".join((str(one.id), *only)),
            parameters={"channel": one.sent_channel, "ts": one.sent_ts, **asdict(left)},
            now=now,
        )
