"""Is a message still to be said when its time has come?"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.messages.kinds import KINDS
from bot.operations.tell_buyers import PACK_NOTICES, is_still_true
from bot.outbox import REMINDER_KINDS, UPDATE_KINDS
from bot.queries.outbox_messages import (
    WAITING_WRITTEN_OUT,
    armed_fallback,
    card_of_message,
    copy_of_message,
    is_last_warning,
    post_at_of,
)
from models import Incident, OutboxMessage

FALLBACK_SPEAKS_FROM = timedelta(seconds=60)
"""Slack withdraws no scheduled message in the last minute before it posts it (chat.deleteScheduledMessage)."""


def no_longer_true(session: Session, *, message: OutboxMessage, now: datetime) -> str | None:
    """Return the state in which a message ends that is not to be said any more; None if it is."""
    if message.incident_id is None:
        is_over = message.kind in PACK_NOTICES and not is_still_true(session, message=message, now=now)
        return "cancelled" if is_over else None
    incident = session.get_one(Incident, message.incident_id, populate_existing=True)
    if _is_over(session, message, incident, now):
        return "cancelled"
    if message.kind in REMINDER_KINDS and (
        _says_a_later_one(session, message, now) or _fallback_speaks(session, message, now)
    ):
        return "superseded"
    return None


def _is_over(session: Session, message: OutboxMessage, incident: Incident, now: datetime) -> bool:
    """Is what the message is about over, or gone?"""
    is_open = incident.status == "open"
    if message.kind in REMINDER_KINDS:
        return not is_open
    if message.kind in UPDATE_KINDS:  # One that was withdrawn while it was being sent is cancelled already.
        was_told = incident.told_at is not None and incident.told_at > message.created_at
        return message.state == "cancelled" or incident.status != "acknowledged" or was_told
    if message.kind == "verdict_wanted":
        return incident.billing != "pending_verdict"
    if message.kind == "arm_fallback":
        return not is_open or post_at_of(message) <= now + 2 * FALLBACK_SPEAKS_FROM
    if message.kind == "disarm_fallback":
        return armed_fallback(session, message=message) is None
    return _has_nothing_to_change(session, message)


def _has_nothing_to_change(session: Session, message: OutboxMessage) -> bool:
    """Is what it would bring up to date not in Slack? A copy was sent, refused or cancelled before its edit is due."""
    way = KINDS[message.kind].way
    if way == "amend":
        return copy_of_message(session, message=message) is None
    return way == "refresh" and card_of_message(session, message=message) is None


def _says_a_later_one(session: Session, message: OutboxMessage, now: datetime) -> bool:
    """Is a more urgent reminder of the same thread due as well? After a stop only that one is said."""
    later = select(OutboxMessage.id).where(
        OutboxMessage.thread == message.thread,
        col(OutboxMessage.kind).in_(REMINDER_KINDS),
        col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT),
        col(OutboxMessage.due_at) > message.due_at,
        col(OutboxMessage.due_at) <= now,
    )
    return session.exec(later.limit(1)).first() is not None


def _fallback_speaks(session: Session, message: OutboxMessage, now: datetime) -> bool:
    """Has Slack said the last warning in our place, or will it before we could stop it?"""
    if not is_last_warning(message):
        return False
    fallback = armed_fallback(session, message=message)
    if fallback is None or now < fallback.post_at - FALLBACK_SPEAKS_FROM:
        return False
    fallback.state = "spoken"
    return True
