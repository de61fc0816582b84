"""Either side changes the severity: the deadline moves, still counted from the filing, and the reminders with it."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.reminders import rearm_reminders
from bot.operations.incidents.terms_period import change_terms
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.queries.terms import terms_of
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary
from models.vocabulary import EndedBecause, SeverityLetter


class SameSeverity(Refusal):
    """The chosen severity is the present one: nothing would change."""

    text = "refusal-same_severity"


def change_severity(
    session: Session, *, incident_id: int, severity: SeverityLetter, reason: str, context: Context
) -> None:
    """Begin a terms period with what the incident's own contract promises for this severity, and notify both sides.

    If the incident is acknowledged, its margin stays, and no deadline reminders are added. Raises what `lock_allowed`
    raises, or `SameSeverity` at its field.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="change_severity", context=context)
    if severity == incident.severity:
        raise SameSeverity("severity", incident=written(incident_id), severity=severity)
    before = _promised(incident)
    terms = terms_of(incident).with_severity(severity, today=context.policy.promises())
    change_terms(session, incident, terms, context=context, reason=reason)
    session.refresh(incident)
    after = _promised(incident)
    given: dict[str, Any] = {"reason": reason, "is_answered": incident.acknowledged_at is not None}
    if incident.acknowledged_at is not None and incident.acknowledged_margin is not None:
        # The initial response may be given back later: then another deadline counts.
        margin = timedelta(seconds=incident.acknowledged_margin)
        given["counts_at"] = (incident.acknowledged_at + margin).isoformat()
    record_act(session, incident, "change_severity", context=context, before=before, after=after | given)
    parameters = {"who": context.actor, "reason": reason, "is_answered": given["is_answered"]}
    parameters |= {"before": before, "after": after, "has_passed": incident.deadline_at <= context.now}
    notify_both_sides(session, incident, vocabulary.SEVERITY_CHANGED, context=context, parameters=parameters)
    if incident.status == "open":
        rearm_reminders(session, incident=incident, context=context)
    else:
        rearm_update_clock(session, incident, because=EndedBecause.TERMS_CHANGED, context=context)


def _promised(incident: Incident) -> dict[str, Any]:
    """Return what is promised at present, ready for JSON."""
    terms = terms_of(incident)
    return {
        "severity": incident.severity,
        "target_s": round(terms.target.total_seconds()),
        "clock": terms.clock,
        "deadline_at": incident.deadline_at.isoformat(),
    }
