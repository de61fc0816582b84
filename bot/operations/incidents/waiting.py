"""A technician says whose turn it is: the customer's, whose answer is awaited, or ours again."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.turn import begin_wait, end_wait
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary


class AlreadyWaiting(Refusal):
    """The customer's answer is already awaited."""

    text = "refusal-already_waiting"


class NotWaiting(Refusal):
    """No answer is awaited."""

    text = "refusal-not_waiting"


def wait_for_customer(session: Session, *, incident_id: int, context: Context) -> None:
    """Wait for the customer's answer, and post that in both threads.

    Raises what `lock_allowed` raises, or `AlreadyWaiting`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="wait_for_customer", context=context)
    check_not_waiting(incident)
    begin_wait(session, incident, context=context)
    notify_both_sides(session, incident, vocabulary.WAITING, context=context, parameters={"who": context.actor})


def end_waiting(session: Session, *, incident_id: int, context: Context) -> None:
    """End the wait, because the customer has answered elsewhere.

    Raises what `lock_allowed` raises, or `NotWaiting`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="end_waiting", context=context)
    check_waiting(incident)
    end_wait(session, incident, at=context.now, context=context)


def check_not_waiting(incident: Incident) -> None:
    """Raise `AlreadyWaiting` if it is already the customer's turn."""
    if incident.waiting_since is not None:
        raise AlreadyWaiting(incident=written(incident.number), since=incident.waiting_since)


def check_waiting(incident: Incident) -> datetime:
    """Return since when it has been the customer's turn; raise `NotWaiting` if it is not."""
    if incident.waiting_since is None:
        raise NotWaiting(incident=written(incident.number))
    return incident.waiting_since
