"""A closed incident is taken up again, with the same unit, within the time that the policy allows."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit, ledger
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import changed, check_act
from bot.operations.incidents.reminders import rearm_reminders
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.operations.incidents.verdict_question import withdraw_questions
from bot.policy import Policy
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import status_after
from bot.rules.workspace import Workspace
from models import Incident, vocabulary


class TooLateToReopen(Refusal):
    """It was closed too long ago; a new incident is due."""

    text = "refusal-too_late_to_reopen"


def reopen_incident(
    session: Session,
    *,
    incident_id: int,
    reason: str,
    person: Person,
    accounts: Collection[int],
    policy: Policy,
    workspace: Workspace,
    now: datetime,
) -> None:
    """Take the incident up where it was; what was billed or waived stays so, and a verdict is waited for no longer.

    Raises what `check_act` raises, or `TooLateToReopen`.
    """
    incident = check_act(session, incident_id=incident_id, act="reopen", person=person, accounts=accounts)
    check_in_time(incident, policy=policy, now=now)
    before = {"status": "closed", "outcome": incident.outcome, "billing": incident.billing}
    is_answered = incident.acknowledged_at is not None
    incident.status = status_after("reopen", status="closed", is_answered=is_answered)
    incident.outcome = incident.closed_at = incident.closed_by = None
    incident.explanation = ""
    incident.unreachable_at = None  # Whoever could not be reached then is asked anew, if need be.
    if incident.billing == "pending_verdict":
        incident.billing = _unended(session, incident)
    withdraw_questions(session, incident_id=incident_id)
    incident.version += 1
    session.flush()
    if incident.status == "open":
        rearm_reminders(session, incident=incident, workspace=workspace, now=now)
    audit.record(
        session,
        incident_id=incident_id,
        kind="reopen_incident",
        actor=person.user_id,
        at=now,
        before=before,
        after={"status": incident.status, "billing": incident.billing, "reason": reason},
    )
    notify_both_sides(session, incident, vocabulary.REOPENED, workspace=workspace, now=now)
    incident.customer_updated_at = now
    rearm_update_clock(session, incident=incident, workspace=workspace, now=now)


def check_in_time(incident: Incident, *, policy: Policy, now: datetime) -> None:
    """Raise `TooLateToReopen` for an incident that was closed too long ago."""
    until = changed(incident) + policy.closing.reopen_within
    if now > until:
        raise TooLateToReopen(incident=written(incident.id or 0), until=until)


def _unended(session: Session, incident: Incident) -> str:
    """Return how it is paid while it is open; what an expired pack gave back is still a manager's to decide."""
    if ledger.reservation_of(session, incident_id=incident.id or 0) is not None:
        return "reserved"
    return "pay_per_incident" if incident.pack_id is None else incident.billing
