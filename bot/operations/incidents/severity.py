"""Either side changes the severity: what is promised moves, counted from the filing, and the reminders with it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import audit
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.reminders import rearm_reminders
from bot.operations.incidents.terms_period import change_terms
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.policy import Policy
from bot.queries.terms import terms_of
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.terms import SeverityLetter
from bot.rules.workspace import Workspace
from models import Incident, vocabulary


class SameSeverity(Refusal):
    """The severity that was chosen is the present one: nothing would change."""

    text = "refusal-same_severity"


def change_severity(
    session: Session,
    *,
    incident_id: int,
    severity: SeverityLetter,
    reason: str,
    person: Person,
    accounts: Collection[int],
    policy: Policy,
    workspace: Workspace,
    now: datetime,
) -> None:
    """Begin a terms period with what the incident's own contract promises for this severity, and tell both sides.

    Where somebody has acknowledged, the margin stays, and nothing is reminded of. Raises what `check_act` raises, or
    `SameSeverity` at its field.
    """
    incident = check_act(session, incident_id=incident_id, act="change_severity", person=person, accounts=accounts)
    if severity == incident.severity:
        raise SameSeverity("severity", incident=written(incident_id), severity=severity)
    before = _promised(incident)
    terms = terms_of(incident).with_severity(severity, today=policy.promises())
    change_terms(session, incident, terms, begun_by=person.user_id, now=now, reason=reason)
    session.refresh(incident)
    after = _promised(incident)
    audit.record(
        session,
        incident_id=incident_id,
        kind="change_severity",
        actor=person.user_id,
        at=now,
        before=before,
        after=after | {"reason": reason},
    )
    told: dict[str, Any] = {"who": person.user_id, "reason": reason, "before": before, "after": after}
    told |= {"is_answered": incident.status != "open", "has_passed": incident.deadline_at <= now}
    notify_both_sides(session, incident, vocabulary.SEVERITY_CHANGED, workspace=workspace, now=now, parameters=told)
    if incident.status == "open":
        rearm_reminders(session, incident=incident, workspace=workspace, now=now)
    else:
        rearm_update_clock(session, incident=incident, workspace=workspace, now=now)


def _promised(incident: Incident) -> dict[str, Any]:
    """Return what is promised just now, ready for JSON."""
    terms = terms_of(incident)
    return {
        "severity": incident.severity,
        "target_s": round(terms.target.total_seconds()),
        "clock": terms.clock,
        "deadline_at": incident.deadline_at.isoformat(),
    }
