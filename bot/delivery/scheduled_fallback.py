"""Slack itself posts a message if every one of us is down: scheduled in time, and taken back when it is not needed.

`fallback_message` and `cancel_fallback` go through the outbox like any others; the steps below note what became
of them.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.delivery.outbox import NewMessage
from models import Fallback, OutboxMessage
from models.vocabulary import Kind

LANE = "fallback"
"""Scheduling and taking back go one after the other, and hold up nothing else."""
WINDOW, PER_WINDOW = timedelta(minutes=5), 30
"""Maximum scheduled messages of a channel within this time (docs.slack.dev/reference/methods/chat.scheduleMessage)."""
SPEAKS_FROM = timedelta(seconds=60)
"""Time before it is posted in which Slack takes no scheduled message back (chat.deleteScheduledMessage)."""


def fallback_message(
    incident_id: int, *, channel: str, post_at: datetime, now: datetime, dedup_key: str = ""
) -> NewMessage:
    """Return what has a message scheduled in Slack that is posted at `post_at` unless it is taken back before."""
    to = Destination(channel, incident_id=incident_id, lane_name=LANE)
    return NewMessage(Kind.ARM_FALLBACK, to, now, dedup_key, {"post_at": post_at.isoformat()})


def cancel_fallback(session: Session, *, incident_id: int, channel: str, now: datetime, dedup_key: str = "") -> None:
    """Have the incident's scheduled message taken back; nothing happens if there is none."""
    outbox.post(
        session,
        kind=Kind.DISARM_FALLBACK,
        to=Destination(channel, incident_id=incident_id, lane_name=LANE),
        dedup_key=dedup_key,
        now=now,
    )


def post_at_of(message: OutboxMessage) -> datetime:
    """Return the instant for which this message schedules a fallback."""
    return datetime.fromisoformat(message.parameters["post_at"])


def armed_fallback(session: Session, incident_id: int | None) -> Fallback | None:
    """Return the message that is scheduled for the incident, if there is one."""
    armed = select(Fallback).where(Fallback.incident_id == incident_id, Fallback.state == "armed")
    return session.exec(armed).first()


def note_scheduled(session: Session, *, message: OutboxMessage, channel: str, scheduled_id: str) -> None:
    """Note that Slack holds the message."""
    post_at = post_at_of(message)
    # One of the same time was taken back before, if a severity has come back.
    known = select(Fallback).where(Fallback.incident_id == message.incident_id, Fallback.post_at == post_at)
    fallback = session.exec(known).first() or Fallback(
        incident_id=message.incident_id or 0, post_at=post_at, channel=channel, scheduled_message_id=scheduled_id
    )
    fallback.channel, fallback.scheduled_message_id, fallback.state = channel, scheduled_id, "armed"
    session.add(fallback)


def note_taken_back(session: Session, fallback: Fallback, *, has_spoken: bool) -> None:
    """Note that the message was taken back, or that Slack had posted it already."""
    session.get_one(Fallback, fallback.id).state = "spoken" if has_spoken else "withdrawn"


def note_spoken(session: Session, incident_id: int | None) -> None:
    """Note that Slack has posted the incident's scheduled message, or can no longer be kept from it."""
    fallback = armed_fallback(session, incident_id)
    if fallback is not None:
        fallback.state = "spoken"


def next_window(session: Session, message: OutboxMessage) -> datetime:
    """Return the first later instant, in steps of five minutes, for which Slack still takes a scheduled message."""
    post_at = post_at_of(message) + WINDOW
    while _scheduled(session, message.channel, post_at) >= PER_WINDOW:
        post_at += WINDOW
    return post_at


def _scheduled(session: Session, channel: str, since: datetime) -> int:
    """Return how many messages are scheduled for the channel in the five minutes that begin then."""
    wanted = select(func.count()).where(
        Fallback.channel == channel,
        Fallback.state == "armed",
        col(Fallback.post_at) >= since,
        col(Fallback.post_at) < since + WINDOW,
    )
    return session.exec(wanted).one()
