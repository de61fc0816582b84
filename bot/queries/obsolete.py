"""Why is a message obsolete when it is due? One function for each group of kinds.

Each returns the reason, or None if the message is still to be posted; none of them writes.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.delivery.outbox import WAITING_WRITTEN_OUT, reader_of
from bot.delivery.scheduled_fallback import NOT_DELETED_WITHIN, fallback_of, post_at_of
from bot.delivery.traits import Judge, Obsolete
from bot.queries import settled
from bot.queries.accounts import is_buyer
from bot.queries.message_facts import incident_row, similar_to
from bot.queries.offers import is_replaced
from bot.queries.packs import pack_facts
from bot.queries.remarks import copy_of
from models import Incident, Offer, OutboxMessage, Split
from models.vocabulary import REMINDERS, EndedBecause, Kind


def reminder(session: Session, message: OutboxMessage, now: datetime) -> EndedBecause | None:
    """Return why a reminder is obsolete: no answer is needed, a later one is due, or Slack has posted the fallback."""
    incident = incident_row(session, message)
    if (settled_by := settled.initial_response(incident, message)) is not None:
        return settled_by.because
    if _is_followed_by_a_later_one(session, message, incident, now=now):
        return EndedBecause.SUPERSEDED
    return EndedBecause.FALLBACK_POSTED if _is_left_to_fallback(session, message, now) else None


def second_voice_if_unposted(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why a warning outside Slack is obsolete: no answer is needed, or the breach has been posted after all."""
    incident = _incident(session, message)
    if (settled_by := settled.initial_response(incident, message)) is not None:
        return settled_by.because
    posted = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == message.incident_id,
        col(OutboxMessage.kind).in_((Kind.BREACH, Kind.ESCALATION)),
        OutboxMessage.state == "done",
        col(OutboxMessage.due_at) >= incident.deadline_at,
    )
    return EndedBecause.BREACH_POSTED if session.exec(posted).first() is not None else None


def once_settled(judge: Judge) -> Obsolete:
    """Return a function that drops a question if `judge` finds it settled before it is posted."""

    def judged(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
        found = judge(session, message)
        return found.because if found else None

    return judged


talk_notice = once_settled(settled.acknowledgement)
update_reminder = once_settled(settled.update)
reachability_question = once_settled(settled.reachability)
verdict_question = once_settled(settled.verdict)
waiting = once_settled(settled.waiting)
after_closing = once_settled(settled.after_closing)
survey_question = once_settled(settled.survey)


def split_proposal(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why a proposed split is obsolete: a later proposal has replaced it."""
    state = session.get_one(Split, message.parameters["split"]).state
    return EndedBecause.REPLACED if state == "replaced" else None


def schedule_fallback(session: Session, message: OutboxMessage, now: datetime) -> EndedBecause | None:
    """Return why no fallback is scheduled: the incident is answered or closed, or there is no time to delete it."""
    incident = _incident(session, message)
    if incident.status != "open":
        return EndedBecause.CLOSED if incident.status == "closed" else EndedBecause.ANSWERED
    return EndedBecause.TOO_LATE if post_at_of(message) <= now + 2 * NOT_DELETED_WITHIN else None


def delete_fallback(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why no fallback is deleted: none is scheduled."""
    return None if fallback_of(session, message.incident_id) else EndedBecause.NOTHING_TO_CHANGE


def comparison(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why the list of similar incidents is obsolete: there are none."""
    return None if similar_to(session, message) else EndedBecause.NOTHING_TO_LIST


def offer(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why an offer to file is obsolete: it was used, withdrawn or replaced by a newer post."""
    about = session.get_one(Offer, message.parameters["offer"], populate_existing=True)
    if about.state != "open":
        return EndedBecause.TAKEN_BACK
    return EndedBecause.REPLACED if is_replaced(session, message, about) else None


def pack_notice(session: Session, message: OutboxMessage, now: datetime) -> EndedBecause | None:
    """Return why a notice about a pack is obsolete: it has expired, or its reader is neither buyer nor manager."""
    pack = pack_facts(session, pack_id=message.parameters["pack_id"])
    if now >= pack.expires_at:
        return EndedBecause.NOTHING_LEFT
    if message.parameters["to_manager"] or is_buyer(session, reader_of(message), account_id=pack.account_id):
        return None
    return EndedBecause.READER_LEFT


def expiry_notice(session: Session, message: OutboxMessage, now: datetime) -> EndedBecause | None:
    """Return why the notice that a pack expires is obsolete: the pack is used up, or a reason of `pack_notice`."""
    pack = pack_facts(session, pack_id=message.parameters["pack_id"])
    return EndedBecause.NOTHING_LEFT if pack.balance.left < 1 else pack_notice(session, message, now)


def copy_in_triage(session: Session, message: OutboxMessage) -> OutboxMessage | None:
    """Return the posted copy of the remark that this message changes; None while it is not posted."""
    return copy_of(session, remark_id=message.parameters["remark_id"], kind=Kind.REMARK_TO_TRIAGE)


def post_of_offer(session: Session, message: OutboxMessage) -> OutboxMessage | None:
    """Return the posted message of the offer that this message updates or removes."""
    return session.get(OutboxMessage, message.parameters["post"])


def is_last_warning(message: OutboxMessage) -> bool:
    """Return True for the warning that the scheduled fallback stands in for."""
    return message.kind == Kind.WARNING and bool(message.parameters.get("broadcast"))


def _incident(session: Session, message: OutboxMessage) -> Incident:
    return session.get_one(Incident, message.incident_id, populate_existing=True)


def _is_followed_by_a_later_one(session: Session, message: OutboxMessage, incident: Incident, *, now: datetime) -> bool:
    """Return True if a later reminder in the same lane is due as well: after a stop, only the last one is posted."""
    later = select(OutboxMessage).where(
        OutboxMessage.lane == message.lane,
        col(OutboxMessage.kind).in_(REMINDERS),
        col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT),
        col(OutboxMessage.due_at) > message.due_at,
        col(OutboxMessage.due_at) <= now,
    )
    return any(not settled.is_of_another_deadline(one, incident) for one in session.exec(later))


def _is_left_to_fallback(session: Session, message: OutboxMessage, now: datetime) -> bool:
    """Return True if Slack has posted the last warning's fallback, or will do so too soon for us to delete it."""
    if not is_last_warning(message):
        return False
    fallback = fallback_of(session, message.incident_id)
    return fallback is not None and fallback.post_at >= message.due_at and now >= fallback.post_at - NOT_DELETED_WITHIN
