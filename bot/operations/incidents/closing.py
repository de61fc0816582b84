"""An incident ends: solved or unresolved by a technician, or withdrawn by the customer. Source: contract, closing."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.ending import end_incident, notify_closed
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.survey_question import ask_survey
from bot.operations.incidents.turn import LAST_REMINDER
from bot.operations.incidents.verdict_question import leave_to_managers
from bot.operations.packs.settlement import settle_unit
from bot.queries.waiting import reminders_posted
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.statuses import Act
from models import Incident, Solution


class NoSolution(Refusal):
    """An incident is solved only with a proposed solution. Source: contract, what an acceptable solution is."""

    text = "refusal-no_solution"


class NotUnanswered(Refusal):
    """Only a customer who was asked and then reminded in vain is taken to have withdrawn the incident."""

    text = "refusal-not_unanswered"


def close_incident(session: Session, *, incident_id: int, act: Act, explanation: str, context: Context) -> None:
    """Close the incident by `act`: "solve", "give_up", "withdraw" or "close_unanswered".

    Solving it settles its unit; otherwise the billing is left to a manager's verdict. Closing an incident that nobody
    has answered is the initial response. Raises what `lock_allowed` raises, or `NoSolution` or `NotUnanswered` at
    `outcome`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act=act, context=context)
    if act == "solve":
        check_solution(session, incident_id=incident_id)
    if act == "close_unanswered":
        check_unanswered(session, incident)
    answer_customer(session, incident, act=act, context=context)
    end_incident(session, incident, act=act, explanation=explanation, context=context)
    if act == "solve":
        settle_unit(session, incident_id=incident_id, context=context)
    if act != "solve" or incident.billing == "pending_verdict":  # Solved after its pack had expired.
        leave_to_managers(session, incident, context=context)
    notify_closed(session, incident, context=context)
    ask_survey(session, incident, context=context)


def check_unanswered(session: Session, incident: Incident) -> None:
    """Raise `NotUnanswered` at `outcome` unless the customer was reminded twice and still has not answered."""
    if not reminders_in_vain(session, incident):
        raise NotUnanswered("outcome", incident=written(incident.number))


def reminders_in_vain(session: Session, incident: Incident) -> Sequence[datetime]:
    """Return when the reminders to the customer, whose answer is still awaited, were posted; () before all were."""
    posted = reminders_posted(session, incident)
    return posted[-LAST_REMINDER:] if len(posted) >= LAST_REMINDER else ()


def check_solution(session: Session, *, incident_id: int) -> None:
    """Raise `NoSolution` at `outcome` while no solution has been proposed."""
    if not has_solution(session, incident_id=incident_id):
        raise NoSolution("outcome")


def has_solution(session: Session, *, incident_id: int) -> bool:
    """Return whether a solution has been proposed."""
    proposed = select(Solution.id).where(Solution.incident_id == incident_id).limit(1)
    return session.exec(proposed).first() is not None
