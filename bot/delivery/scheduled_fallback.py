"""What follows when Slack has taken, refused or given back the message that speaks if every one of us is down?"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.delivery.protocol import Claimed, update_claimed
from bot.queries.outbox_messages import incident_of, post_at_of
from models import Fallback

FALLBACK_WINDOW, FALLBACKS_PER_WINDOW = timedelta(minutes=5), 30
"""Maximum scheduled messages of a channel within this time (docs.slack.dev/reference/methods/chat.scheduleMessage)."""


def finish_arming(session: Session, *, claimed: Claimed, channel: str, scheduled_id: str, now: datetime) -> None:
    """Note that a fallback lies ready in Slack."""
    if update_claimed(session, claimed, state="done", done_at=now, last_error=None):
        number, post_at = incident_of(claimed.message), post_at_of(claimed.message)
        # One of the same time was withdrawn before, if a severity has come back.
        known = select(Fallback).where(Fallback.incident_id == number, Fallback.post_at == post_at)
        fallback = session.exec(known).first() or Fallback(
            incident_id=number, post_at=post_at, channel=channel, scheduled_message_id=scheduled_id
        )
        fallback.channel, fallback.scheduled_message_id, fallback.state = channel, scheduled_id, "armed"
        session.add(fallback)


def arm_later(session: Session, *, claimed: Claimed, now: datetime) -> None:
    """Slack holds enough messages for these five minutes: let the fallback speak in the next five that have room."""
    post_at = post_at_of(claimed.message) + FALLBACK_WINDOW
    while _lying_ready(session, claimed.message.channel, post_at) >= FALLBACKS_PER_WINDOW:
        post_at += FALLBACK_WINDOW
    parameters = claimed.message.parameters | {"post_at": post_at.isoformat()}
    update_claimed(session, claimed, parameters=parameters, run_at=now, lease_token=None, maybe_sent_at=None)


def _lying_ready(session: Session, channel: str, since: datetime) -> int:
    """Return how many fallbacks of the channel lie ready for the five minutes that begin then."""
    speaking_at = col(Fallback.post_at)
    wanted = select(func.count()).where(
        Fallback.channel == channel,
        Fallback.state == "armed",
        speaking_at >= since,
        speaking_at < since + FALLBACK_WINDOW,
    )
    return session.exec(wanted).one()


def finish_disarming(
    session: Session, *, claimed: Claimed, fallback: Fallback, has_spoken: bool, now: datetime
) -> None:
    """Note that a fallback was withdrawn, or that it was too late for that."""
    if update_claimed(session, claimed, state="done", done_at=now, last_error=None):
        session.get_one(Fallback, fallback.id).state = "spoken" if has_spoken else "withdrawn"
