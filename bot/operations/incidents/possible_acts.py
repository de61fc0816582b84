"""Which acts can this person do to this incident now? The table of acts decides, and what else must be true of it."""

from collections.abc import Callable

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents import assignment, duty, reopening, survey, verdict
from bot.operations.incidents.permission import find_allowed
from bot.rules.statuses import Act
from models import Incident

Condition = Callable[[Session, Incident, Context], object]
"""Raises the `Refusal` with which the act itself would be refused."""

CONDITIONS: dict[Act, Condition] = {
    "take_over": lambda _session, incident, context: assignment.check_not_theirs(incident, context=context),
    "mark_unreachable": lambda _session, incident, _context: duty.check_can_ask(incident),
    "mark_reachable": lambda _session, incident, _context: duty.check_asked(incident),
    "reopen": lambda _session, incident, context: reopening.check_in_time(incident, context=context),
    "give_verdict": lambda _session, incident, _context: verdict.check_due(incident),
    "answer_survey": lambda session, incident, context: survey.find_unanswered(
        session, incident_id=incident.number, context=context
    ),
}
"""What must be true beside role and status, for each act that has such a condition."""


def find_possible(session: Session, *, incident_id: int, act: Act, context: Context) -> Incident:
    """Return the incident if the person can do this to it now, without a lock: to open a form.

    Raises what `find_allowed` raises, or what the act's condition raises.
    """
    incident = find_allowed(session, incident_id=incident_id, act=act, context=context)
    if act in CONDITIONS:
        CONDITIONS[act](session, incident, context)
    return incident
