"""Somebody writes in a thread of an incident: the other side may get a copy, and it may be an answer.

Messages arrive here both by events and by reading threads again.
"""

from dataclasses import replace

from sqlmodel import Session

from bot.idempotency import forget, record_key
from bot.operations.context import Context
from bot.operations.incidents.after_closing import answer_after_closing
from bot.operations.incidents.believable import believable, counts
from bot.operations.incidents.initial_response import record_initial_response
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.reachability import note_reachable
from bot.operations.incidents.remark_copy import copy_remark, is_news, mark_deleted
from bot.operations.incidents.talk import ask_author
from bot.operations.incidents.turn import note_customer_acts
from bot.operations.incidents.update_clock import record_customer_update
from bot.policy_tables import Acknowledge
from bot.rules.acknowledging import begins_with_word
from bot.rules.written_message import WrittenMessage
from models import Incident, Remark
from models.vocabulary import AcknowledgedHow, Side


def receive_event(
    session: Session,
    message: WrittenMessage,
    *,
    key: str,
    incident_id: int,
    side: Side,
    is_edit: bool,
    context: Context,
) -> bool:
    """Receive a remark from the event with this idempotency key, once.

    Returns what `receive_remark` returns; if that is False, the event counts as new when Slack sends it again.
    """
    if not record_key(session, key=key, now=context.now):
        return True
    is_done = receive_remark(session, message, incident_id=incident_id, side=side, is_edit=is_edit, context=context)
    if not is_done:
        forget(session, key=key)
    return is_done


def receive_remark(
    session: Session,
    message: WrittenMessage,
    *,
    incident_id: int,
    side: Side,
    is_edit: bool = False,
    context: Context,
) -> bool:
    """Receive what the context's person wrote in the thread of this side; may be called any number of times.

    A message in the customer's thread is copied to the technicians'. The policy decides whether a technician's message
    is the initial response (`how_answered`); later ones to the customer restart the update clock. A customer's message
    shows that they can be reached, and in the thread of a closed incident it is answered. Whoever filed the incident
    counts as its customer, even if they are a technician. An edit is copied, and answers nothing.

    Returns False if more might follow, but it is not known whether the author is a technician: call it again then.
    """
    incident = lock_incident(session, incident_id)
    message = replace(message, at=believable(incident, message.at, now=context.now))
    if side is Side.CUSTOMER:
        copy_remark(session, message, incident_id=incident_id, context=context)
    if is_edit:
        return True
    is_customer = incident.opened_by == message.author
    works_on_it = context.person.works_on(desk=incident.desk, assigned_to=incident.assigned_to)
    if works_on_it is None and not is_customer:
        return side is Side.TRIAGE and incident.status != "open"  # Nothing would follow.
    if is_customer or not works_on_it:
        _receive_from_customer(session, incident, message, side=side, context=context)
    else:
        _receive_from_technician(session, incident, message, side=side, context=context)
    return True


def delete_remark(session: Session, *, channel: str, ts: str, incident_id: int, context: Context) -> None:
    """Mark the copy of a message that was deleted from the customer's thread."""
    lock_incident(session, incident_id)
    mark_deleted(session, channel=channel, ts=ts, context=context)


def may_matter(message: WrittenMessage, *, incident: Incident, side: Side, remark: Remark | None) -> bool:
    """Return True unless the message is known to change nothing; `remark` is its stored copy, if any."""
    if incident.status == "open" or incident.unreachable_at is not None or incident.waiting_since is not None:
        return True
    is_later = incident.customer_updated_at is None or message.at > incident.customer_updated_at
    return side is Side.CUSTOMER and (is_news(remark, message) or is_later)


def _receive_from_customer(
    session: Session, incident: Incident, message: WrittenMessage, *, side: Side, context: Context
) -> None:
    if side is Side.CUSTOMER and incident.unreachable_at is not None:
        note_reachable(session, incident, at=message.at, context=context)
    if side is Side.CUSTOMER:
        note_customer_acts(session, incident, at=message.at, context=context)
    if side is Side.CUSTOMER and incident.status == "closed":
        answer_after_closing(session, incident, message, context=context)


def how_answered(message: WrittenMessage, *, side: Side, policy: Acknowledge) -> AcknowledgedHow | None:
    """Return how a technician's message in the thread of this side acknowledges an incident; None if it does not."""
    if side is Side.CUSTOMER:
        return "reply" if "reply" in policy.by else None
    if "word" in policy.by and begins_with_word(message.text, policy.words):
        return "word"
    return "triage_reply" if "talk" in policy.by else None


def _receive_from_technician(
    session: Session, incident: Incident, message: WrittenMessage, *, side: Side, context: Context
) -> None:
    if incident.status != "open":
        if side is Side.CUSTOMER:
            record_customer_update(session, incident_id=incident.number, at=message.at, context=context)
        return
    if not counts(incident, message.at):
        return
    how = how_answered(message, side=side, policy=context.policy.acknowledge)
    if how is not None:
        record_initial_response(session, incident, how=how, at=message.at, context=context)
    elif side is Side.TRIAGE:
        ask_author(session, incident, context=context)
