"""A closed incident is reopened, with the same unit, within the time that the policy allows."""

from sqlmodel import Session

from bot import ledger
from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import TooLateToReopen, closed_at_of, lock_allowed
from bot.operations.incidents.reminders import rearm_reminders
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.turn import seconds_open
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.operations.incidents.verdict_question import withdraw_questions
from bot.rules.numbers import written
from bot.rules.statuses import status_after
from models import Incident, vocabulary
from models.vocabulary import Billing, EndedBecause


def reopen_incident(session: Session, *, incident_id: int, reason: str, context: Context) -> None:
    """Reopen the incident; one that was billed or waived stays so, and a pending verdict is no longer asked for.

    Raises what `lock_allowed` raises, or `TooLateToReopen`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="reopen", context=context)
    check_in_time(incident, context=context)
    before = {"status": "closed", "outcome": incident.outcome, "billing": incident.billing}
    incident.closed_for_s += seconds_open(incident, closed_at_of(incident), context.now)
    _write_reopened(session, incident)
    withdraw_questions(session, incident_id=incident_id, because=EndedBecause.REOPENED)
    if incident.status == "open":
        rearm_reminders(session, incident=incident, context=context)
    after = {"status": incident.status, "billing": incident.billing, "reason": reason}
    record_act(session, incident, "reopen_incident", context=context, before=before, after=after)
    parameters = {"who": context.actor, "reason": reason}
    notify_both_sides(session, incident, vocabulary.REOPENED, context=context, parameters=parameters)
    incident.customer_updated_at = context.now
    rearm_update_clock(session, incident, context=context)


def check_in_time(incident: Incident, *, context: Context) -> None:
    """Raise `TooLateToReopen` for an incident that was closed too long ago."""
    until = closed_at_of(incident) + context.policy.closing.reopen_within
    if context.now > until:
        raise TooLateToReopen(incident=written(incident.number), until=until)


def _write_reopened(session: Session, incident: Incident) -> None:
    incident.status = status_after("reopen", status="closed", is_answered=incident.acknowledged_at is not None)
    incident.outcome = incident.closed_at = incident.closed_by = None
    incident.explanation = ""
    incident.unreachable_at = None  # The customer is asked again, if need be.
    if incident.billing == "pending_verdict":
        incident.billing = _unended(session, incident)
    incident.version += 1
    session.flush()


def _unended(session: Session, incident: Incident) -> Billing:
    """Return how the reopened incident is paid; if its pack expired, the verdict is still pending."""
    if ledger.reservation_of(session, incident_id=incident.number) is not None:
        return "reserved"
    return "pay_per_incident" if incident.pack_id is None else incident.billing
