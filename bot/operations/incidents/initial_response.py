"""The initial response: the first act of a technician that the customer can see. Source: contract, initial response."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery.scheduled_fallback import delete_fallback
from bot.operations.context import Context
from bot.operations.incidents.believable import believable
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.cards import refresh_cards
from bot.operations.incidents.reminders import cancel_reminders
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.queries.terms import terms_of
from models import Incident, vocabulary
from models.vocabulary import AcknowledgedHow, EndedBecause


def record_initial_response(
    session: Session, incident: Incident, *, how: AcknowledgedHow, at: datetime, context: Context
) -> None:
    """Record that the context's person has answered at `at`: end reminders, notify both sides, start the update clock.

    The incident must be open, and locked, so that the margin is relative to the deadline in force. `at` is moved into
    the incident's lifetime (see `believable`).
    """
    at = believable(incident, at, now=context.now)
    margin, terms = int((incident.deadline_at - at).total_seconds()), terms_of(incident)
    on_clock = int(terms.left(at, incident.deadline_at).total_seconds())
    incident.status = "acknowledged"
    incident.acknowledged_at, incident.acknowledged_margin, incident.margin_on_clock = at, margin, on_clock
    incident.acknowledged_by, incident.acknowledged_how = context.actor, how
    incident.assigned_to, incident.customer_updated_at = context.actor, at
    incident.version += 1
    session.flush()
    _end_reminders(session, incident, context)
    promise = {"clock": terms.clock, "deadline_at": incident.deadline_at.isoformat()}
    given = {"who": context.actor, "how": how, "margin_s": on_clock, **promise}
    post_to_both_sides(session, incident, vocabulary.ACKNOWLEDGED, context=context, parameters=given)
    refresh_cards(session, incident, context=context)
    rearm_update_clock(session, incident, context=context)
    after = {"status": "acknowledged", "how": how, "margin": margin, "margin_on_clock": on_clock, **promise}
    before = {"status": "open"}
    record_act(session, incident, "acknowledge_incident", context=context, before=before, after=after, at=at)


def _end_reminders(session: Session, incident: Incident, context: Context) -> None:
    workspace, now = context.workspace, context.now
    cancel_reminders(session, incident_id=incident.number, because=EndedBecause.ANSWERED)
    if workspace.has_fallback:
        key = f"v{incident.version}"  # The incident may be given back and acknowledged again.
        delete_fallback(
            session, incident_id=incident.number, channel=workspace.triage_of(incident.desk), dedup_key=key, now=now
        )
