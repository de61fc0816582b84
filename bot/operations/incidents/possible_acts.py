"""Which acts can this person do to this incident now? The table of acts decides, and further conditions."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents import (
    acknowledgement,
    assignment,
    closing,
    desk,
    duty,
    giving_back,
    reopening,
    scope,
    split,
    survey,
    update,
    verdict,
    waiting,
)
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import check_allowed, find_allowed
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, Act
from models import Incident

Condition = Callable[[Session, Incident, Context], object]
"""Raises the `Refusal` with which the act itself would be refused."""

CONDITIONS: dict[Act, Condition] = {
    "acknowledge": lambda _session, incident, context: acknowledgement.check_by_button(incident, context=context),
    "agree_scope": lambda session, incident, context: scope.check_can_agree(session, incident, context=context),
    "agree_split": lambda session, incident, context: split.check_not_proposer(
        split.check_proposed(session, incident), context=context
    ),
    "decline_split": lambda session, incident, _context: split.check_proposed(session, incident),
    "take_over": lambda _session, incident, context: assignment.check_not_theirs(incident, context=context),
    "move_to_desk": lambda _session, _incident, context: desk.check_other_desk(context=context),
    "give_back": lambda _session, incident, context: giving_back.check_can_give_back(incident, context=context),
    "snooze_update": lambda _session, incident, context: update.update_due(incident, now=context.now),
    "wait_for_customer": lambda _session, incident, _context: waiting.check_not_waiting(incident),
    "end_waiting": lambda _session, incident, _context: waiting.check_waiting(incident),
    "close_unanswered": lambda session, incident, _context: closing.check_unanswered(session, incident),
    "mark_unreachable": lambda _session, incident, _context: duty.check_can_ask(incident),
    "mark_reachable": lambda _session, incident, _context: duty.check_asked(incident),
    "solve": lambda session, incident, _context: closing.check_solution(session, incident_id=incident.number),
    "reopen": lambda _session, incident, context: reopening.check_in_time(incident, context=context),
    "give_verdict": lambda _session, incident, _context: verdict.check_due(incident),
    "answer_survey": lambda session, incident, context: survey.find_unanswered(
        session, incident_id=incident.number, context=context
    ),
}
"""What must be true besides role and status, for each act that has such a condition."""


class NothingPossible(Refusal):
    """There is nothing that the person can do to the incident now."""

    text = "refusal-nothing_possible"


def find_possible(session: Session, *, incident_id: int, act: Act, context: Context) -> Incident:
    """Return the incident, without locking it, if the person can do this to it now: for opening a form.

    Raises what `find_allowed` raises, or what the act's condition raises.
    """
    incident = find_allowed(session, incident_id=incident_id, act=act, context=context)
    _check_condition(session, incident, act, context=context)
    return incident


def possible_acts(session: Session, *, incident_id: int, context: Context) -> Sequence[Act]:
    """Return the acts that the person can do to the incident now, in the order of `ACTS`.

    Raises `NothingPossible`, or `NoSuchIncident` for an incident that the person may not know of.
    """
    incident = session.get(Incident, incident_id)
    possible = [act for act in ACTS if _is_possible(session, incident, act, incident_id=incident_id, context=context)]
    if not possible:
        raise NothingPossible(incident=written(incident_id))
    return possible


def _is_possible(session: Session, incident: Incident | None, act: Act, *, incident_id: int, context: Context) -> bool:
    try:
        allowed = check_allowed(incident, incident_id=incident_id, act=act, context=context)
        _check_condition(session, allowed, act, context=context)
    except NoSuchIncident:
        raise
    except Refusal:
        return False
    return True


def _check_condition(session: Session, incident: Incident, act: Act, *, context: Context) -> None:
    if act in CONDITIONS:
        CONDITIONS[act](session, incident, context)
