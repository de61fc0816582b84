"""Slack itself posts a message if all of Guichet is down: it is scheduled in time, and deleted if it is not needed.

`fallback_to_schedule` and `delete_fallback` add messages to the outbox like any others; the steps below note what
became of them.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.delivery.outbox import NewMessage
from models import Fallback, OutboxMessage
from models.vocabulary import Kind

LANE = "fallback"
"""Lane in which scheduling and deleting go one after the other, and hold up nothing else."""
WINDOW, PER_WINDOW = timedelta(minutes=5), 30
"""Maximum scheduled messages of a channel within this time (docs.slack.dev/reference/methods/chat.scheduleMessage)."""
NOT_DELETED_WITHIN = timedelta(seconds=60)
"""Slack does not delete a scheduled message that it will post within this time (chat.deleteScheduledMessage)."""


def fallback_to_schedule(
    incident_id: int, *, channel: str, post_at: datetime, now: datetime, dedup_key: str = ""
) -> NewMessage:
    """Return the message that schedules a fallback, which Slack posts at `post_at` unless it is deleted before."""
    to = Destination(channel, incident_id=incident_id, lane_name=LANE)
    return NewMessage(Kind.SCHEDULE_FALLBACK, to, now, dedup_key, {"post_at": post_at.isoformat()})


def delete_fallback(session: Session, *, incident_id: int, channel: str, now: datetime, dedup_key: str = "") -> None:
    """Post the message that deletes the incident's fallback; nothing happens if none is scheduled."""
    outbox.post(
        session,
        kind=Kind.DELETE_FALLBACK,
        to=Destination(channel, incident_id=incident_id, lane_name=LANE),
        dedup_key=dedup_key,
        now=now,
    )


def post_at_of(message: OutboxMessage) -> datetime:
    """Return the instant for which this message schedules a fallback."""
    return datetime.fromisoformat(message.parameters["post_at"])


def fallback_of(session: Session, incident_id: int | None) -> Fallback | None:
    """Return the fallback that is scheduled for the incident, if there is one."""
    scheduled = select(Fallback).where(Fallback.incident_id == incident_id, Fallback.state == "scheduled")
    return session.exec(scheduled).first()


def note_scheduled(session: Session, *, message: OutboxMessage, channel: str, scheduled_id: str) -> None:
    """Note that the fallback is scheduled in Slack."""
    post_at = post_at_of(message)
    # One for the same time was deleted before, if a severity was changed and then changed back.
    known = select(Fallback).where(Fallback.incident_id == message.incident_id, Fallback.post_at == post_at)
    fallback = session.exec(known).first() or Fallback(
        incident_id=message.incident_number, post_at=post_at, channel=channel, scheduled_message_id=scheduled_id
    )
    fallback.channel, fallback.scheduled_message_id, fallback.state = channel, scheduled_id, "scheduled"
    session.add(fallback)


def note_deleted(session: Session, fallback: Fallback, *, was_posted: bool) -> None:
    """Note that the fallback was deleted, or that Slack had posted it already."""
    session.get_one(Fallback, fallback.id).state = "posted" if was_posted else "deleted"


def note_posted(session: Session, incident_id: int | None) -> None:
    """Note that Slack has posted the incident's fallback, or that it is too late to delete it."""
    fallback = fallback_of(session, incident_id)
    if fallback is not None:
        fallback.state = "posted"


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
        Fallback.state == "scheduled",
        col(Fallback.post_at) >= since,
        col(Fallback.post_at) < since + WINDOW,
    )
    return session.exec(wanted).one()
