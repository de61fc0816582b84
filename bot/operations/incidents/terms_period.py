"""The terms of an incident change from now on, and the former ones are kept."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.rules.deadlines import deadline_of
from bot.rules.terms import Terms
from models import Incident, TermsPeriod


def change_terms(session: Session, incident: Incident, terms: Terms, *, context: Context, reason: str = "") -> None:
    """Apply these terms from now on; the incident must be locked.

    The deadline moves only if the severity changes, and still counts from the filing. Source: contract, initial
    response.
    """
    if terms.severity != incident.severity:
        incident.deadline_at = deadline_of(terms, incident.opened_at)
    incident.severity, incident.cover = terms.severity, terms.cover
    incident.terms = terms.model_dump(mode="json")
    incident.version += 1
    session.flush()
    begin_terms_period(session, incident, context=context, reason=reason)


def begin_terms_period(session: Session, incident: Incident, *, context: Context, reason: str = "") -> None:
    """Record the incident's terms as valid from now on; `reason` is as typed, "" for the first period."""
    session.add(
        TermsPeriod(
            incident_id=incident.number,
            severity=incident.severity,
            cover=incident.cover,
            terms=incident.terms,
            deadline_at=incident.deadline_at,
            begun_at=context.now,
            begun_by=context.actor,
            reason=reason,
        )
    )
