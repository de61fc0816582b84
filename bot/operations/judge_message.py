"""Is a message still to be said when its time has come?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.delivery.outbox import REMINDER_KINDS, UPDATE_KINDS
from bot.kinds import KINDS
from bot.operations.incidents.verdict_question import is_wanted
from bot.operations.packs.buyers import PACK_NOTICES, is_still_true
from bot.queries.outbox_messages import (
    WAITING_WRITTEN_OUT,
    armed_fallback,
    card_of_message,
    copy_of_message,
    is_last_warning,
    post_at_of,
)
from models import Incident, OutboxMessage, Split, Survey

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
        _says_a_later_one(session, message, incident, now) or _fallback_speaks(session, message, now)
    ):
        return "superseded"
    return None


def _is_over(session: Session, message: OutboxMessage, incident: Incident, now: datetime) -> bool:
    """Is what the message is about over, or gone?"""
    judge = OVER.get(message.kind, _has_nothing_to_change)
    return judge(Judged(session, message, incident, now))


@dataclass(frozen=True)
class Judged:
    """A message, and how things stand."""

    session: Session
    message: OutboxMessage
    incident: Incident
    now: datetime


def _is_answered(it: Judged) -> bool:
    return it.incident.status != "open"


def _is_needless(it: Judged) -> bool:
    return _is_answered(it) or _is_of_another_promise(it.message, it.incident)


def _is_of_another_promise(message: OutboxMessage, incident: Incident) -> bool:
    """Does a reminder count to a deadline that has been moved since it was arranged?"""
    deadline = message.parameters.get("deadline")
    return deadline is not None and datetime.fromisoformat(deadline) != incident.deadline_at


def _is_told(it: Judged) -> bool:
    """Has the customer heard something? An update that was withdrawn while it was being sent is cancelled already."""
    was_told = it.incident.customer_updated_at is not None and it.incident.customer_updated_at > it.message.created_at
    return it.message.state == "cancelled" or it.incident.status != "acknowledged" or was_told


def _is_reachable(it: Judged) -> bool:
    """Is nobody asked any more whether somebody can be reached?"""
    asked_at = datetime.fromisoformat(it.message.parameters["at"])
    return it.incident.status == "closed" or it.incident.unreachable_at != asked_at


def _is_decided(it: Judged) -> bool:
    return not is_wanted(it.incident)


def _is_surveyed(it: Judged) -> bool:
    wanted = select(Survey.id).where(Survey.incident_id == it.incident.id, col(Survey.answered_at).is_(None))
    return it.incident.status != "closed" or it.session.exec(wanted).first() is None


def _is_replaced(it: Judged) -> bool:
    return it.session.get_one(Split, it.message.parameters["split"]).state == "replaced"


def _is_too_late_to_arm(it: Judged) -> bool:
    return _is_answered(it) or post_at_of(it.message) <= it.now + 2 * FALLBACK_SPEAKS_FROM


def _is_disarmed(it: Judged) -> bool:
    return armed_fallback(it.session, message=it.message) is None


def _has_nothing_to_change(it: Judged) -> bool:
    """Is what it would bring up to date not in Slack? A copy was sent, refused or cancelled before its edit is due."""
    way = KINDS[it.message.kind].way
    if way == "amend":
        return copy_of_message(it.session, message=it.message) is None
    return way == "refresh" and card_of_message(it.session, message=it.message) is None


OVER: dict[str, Callable[[Judged], bool]] = {
    **dict.fromkeys(REMINDER_KINDS, _is_needless),
    **dict.fromkeys(UPDATE_KINDS, _is_told),
    "unreachable_to_customer": _is_reachable,
    "verdict_wanted": _is_decided,
    "survey_wanted": _is_surveyed,
    "survey_reminder": _is_surveyed,
    "split_to_customer": _is_replaced,
    "split_to_triage": _is_replaced,
    "arm_fallback": _is_too_late_to_arm,
    "disarm_fallback": _is_disarmed,
}
"""For each kind, what makes it over."""


def _says_a_later_one(session: Session, message: OutboxMessage, incident: Incident, now: datetime) -> bool:
    """Is a more urgent reminder of the same thread due as well? After a stop only that one is said."""
    later = select(OutboxMessage).where(
        OutboxMessage.lane == message.lane,
        col(OutboxMessage.kind).in_(REMINDER_KINDS),
        col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT),
        col(OutboxMessage.due_at) > message.due_at,
        col(OutboxMessage.due_at) <= now,
    )
    return any(not _is_of_another_promise(one, incident) for one in session.exec(later))


def _fallback_speaks(session: Session, message: OutboxMessage, now: datetime) -> bool:
    """Has Slack said the last warning in our place, or will it before we could stop it?"""
    if not is_last_warning(message):
        return False
    fallback = armed_fallback(session, message=message)
    if fallback is None or fallback.post_at < message.due_at or now < fallback.post_at - FALLBACK_SPEAKS_FROM:
        return False
    fallback.state = "spoken"
    return True
