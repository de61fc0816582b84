"""An incident begins, filed or split from another: it gets its cards, reminders and first terms period."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.delivery.outbox import NewMessage
from bot.operations.context import Context
from bot.operations.incidents.reminders import planned_fallback, planned_reminders
from bot.operations.incidents.terms_period import begin_terms_period
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.words import index_new_incident
from bot.queries.terms import terms_of
from bot.rules.workspace import Workspace
from models import Incident
from models.vocabulary import Kind


def begin_incident(session: Session, incident: Incident, *, context: Context) -> None:
    """Add the messages and reminders of an incident that was just stored, and record its terms."""
    terms, workspace, now = terms_of(incident), context.workspace, context.now
    cards = [
        *_cards(incident, workspace=workspace, now=now),
        *_details(incident, workspace=workspace, now=now),
        *_similar(incident, context=context),
    ]
    reminders = planned_reminders(incident.number, terms, filed_at=now, workspace=workspace, desk=incident.desk)
    fallback = planned_fallback(incident, terms, workspace=workspace, now=now)
    outbox.post_all(session, [*cards, *reminders, *fallback], now=now)
    begin_terms_period(session, incident, context=context)
    index_new_incident(session, incident)
    _record(session, incident, context=context)


def _cards(incident: Incident, *, workspace: Workspace, now: datetime) -> list[NewMessage]:
    triage = triage_thread(incident.number, triage_channel=workspace.triage_of(incident.desk))
    return [
        NewMessage(Kind.CUSTOMER_CARD, customer_thread(incident), now),
        NewMessage(Kind.TRIAGE_CARD, triage, now),
    ]


def _details(incident: Incident, *, workspace: Workspace, now: datetime) -> list[NewMessage]:
    """Return the message below the technicians' card with the files and the answers to the provider's own questions."""
    if not incident.attachments and not incident.extra_answers:
        return []
    triage = triage_thread(incident.number, triage_channel=workspace.triage_of(incident.desk))
    return [NewMessage(Kind.FILED_DETAILS, triage, now)]


def _similar(incident: Incident, *, context: Context) -> list[NewMessage]:
    """Return the message that lists similar incidents, looked up when it is posted; none for a part of a split."""
    if context.policy.intake.similar == "off" or incident.parent_id is not None:
        return []
    triage = triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk))
    return [NewMessage(Kind.SIMILAR, triage, context.now, parameters=_seen_by_its_desk(incident, context=context))]


def _seen_by_its_desk(incident: Incident, *, context: Context) -> dict[str, Any]:
    """Return which desks' incidents the technicians of this incident's desk may see: `of` one, or all but `not_of`."""
    further = [one.name for one in context.workspace.further_desks]
    if context.policy.people.technicians_see == "every desk":
        return {"not_of": []}
    return {"of": incident.desk} if incident.desk in further else {"not_of": further}


def _record(session: Session, incident: Incident, *, context: Context) -> None:
    facts: dict[str, Any] = {
        "severity": incident.severity,
        "cover": incident.cover,
        "deadline_at": incident.deadline_at.isoformat(),
        "billing": incident.billing,
    }
    if incident.exception_reason:
        facts |= {"request": incident.request, "exception_reason": incident.exception_reason}
    if incident.parent_id is not None:
        facts["parent_id"] = incident.parent_id
    record_act(session, incident, "open_incident", context=context, after=facts)
