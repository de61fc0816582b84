"""Somebody wanted to file a problem that already has an incident: what they wrote is added to it, at no cost."""

from sqlmodel import Session

from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.locking import NoSuchIncident, lock_incident
from bot.operations.incidents.permission import GoesOnElsewhere, NotNow, TooLateToReopen, has_role
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.words import index_message
from bot.rules.contribution import Contribution
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary


class ClosedMeanwhile(Refusal):
    """The incident was closed after somebody was asked whether to join it."""

    text = "refusal-closed_meanwhile"


CHANGED_MEANWHILE = (ClosedMeanwhile, NotNow, GoesOnElsewhere, TooLateToReopen)
"""Refusals because the incident has changed since somebody was asked about it."""


def join_incident(
    session: Session, *, incident_id: int, form_id: str, contribution: Contribution, who: str = "", context: Context
) -> None:
    """Post in both threads who joins and what they wrote, with a mention that adds them to the customer's thread.

    The files that they attached are named there; those of the incident stay as they are. `who` is the Slack member id
    of somebody for whom a technician acts. The same form joins once. Raises `ClosedMeanwhile`, or `NoSuchIncident` for
    an incident that the person may not know of.
    """
    incident = lock_incident(session, incident_id)
    if not (has_role("customer", incident, context) or has_role("technician", incident, context)):
        raise NoSuchIncident(incident=written(incident_id))
    if incident.status == "closed":
        raise ClosedMeanwhile(incident=written(incident_id))
    if _record_form(session, form_id, context):
        _join(session, incident, contribution, who=who or context.actor, context=context)


def reopen_for(
    session: Session, *, incident_id: int, form_id: str, contribution: Contribution, context: Context
) -> None:
    """Reopen a closed incident, giving what was to be filed as the reason; raise what `reopen_incident` raises."""
    if _record_form(session, form_id, context):
        reopen_incident(session, incident_id=incident_id, reason=contribution.as_reason, context=context)


def _record_form(session: Session, form_id: str, context: Context) -> bool:
    """Record that the form has joined an incident; return False if it had already."""
    return record_key(session, key=f"join {form_id}", now=context.now)


def _join(session: Session, incident: Incident, contribution: Contribution, *, who: str, context: Context) -> None:
    title, description = contribution.title, contribution.description
    index_message(session, incident, f"{title} {description}")
    files = [one.model_dump() for one in contribution.files]
    after = {"title": title, "description": description} | ({"files": files} if files else {})
    record_act(session, incident, "join_incident", context=context, after=after)
    incident.version += 1
    session.flush()
    post_to_both_sides(session, incident, vocabulary.JOINED, context=context, parameters={"who": who} | after)
