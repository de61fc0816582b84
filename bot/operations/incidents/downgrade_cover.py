"""Nobody of the customer's can be reached, and nobody has answered: the 24x7 cover becomes business hours."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot import audit
from bot.delivery.buttons import REACHABLE_KINDS, take_buttons
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.terms_period import change_terms
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.queries.outbox_messages import WAITING
from bot.queries.terms import terms_of
from bot.rules.person import GUICHET
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage, vocabulary

UNREACHABLE = "unreachable"
"""The reason of the terms period that begins then."""


def covers_to_fall_back(session: Session, *, now: datetime) -> Sequence[int]:
    """Return the incidents whose customer was asked, and has not answered in time."""
    asked = (col(Incident.unreachable_at).is_not(None), Incident.status != "closed", Incident.cover == "24x7")
    found = session.exec(select(Incident).where(*asked).order_by(col(Incident.id))).all()
    return [one.id for one in found if one.id is not None and _is_due(session, one, now)]


def fall_back_cover(session: Session, incident_id: int, *, workspace: Workspace, now: datetime) -> None:
    """Begin a terms period with business hours, and tell both sides; twice, or too early, does nothing.

    What is promised of the first answer does not depend on the cover, and stays.
    """
    incident = lock_incident(session, incident_id)
    if not _is_due(session, incident, now):
        return
    asked_at, incident.unreachable_at = incident.unreachable_at, None
    terms = terms_of(incident).model_copy(update={"cover": "business"})
    change_terms(session, incident, terms, begun_by=GUICHET.user_id, now=now, reason=UNREACHABLE)
    rearm_update_clock(session, incident=incident, workspace=workspace, now=now)
    take_buttons(session, incident_id=incident_id, kinds=REACHABLE_KINDS, now=now)
    audit.record(
        session,
        incident_id=incident_id,
        kind="fall_back_cover",
        actor=GUICHET.user_id,
        at=now,
        before={"cover": "24x7", "unreachable_at": asked_at.isoformat() if asked_at else None},
        after={"cover": "business", "unreachable_at": None},
    )
    told = {"within_s": round(terms.answer_within.total_seconds())}
    notify_both_sides(session, incident, vocabulary.COVER_FELL_BACK, workspace=workspace, now=now, parameters=told)


def _is_due(session: Session, incident: Incident, now: datetime) -> bool:
    """Has the time to answer passed, on an incident that is not closed? It counts from when the question was seen."""
    if incident.unreachable_at is None or incident.status == "closed" or incident.cover != "24x7":
        return False
    asked_at = _asked_at(session, incident)
    return asked_at is not None and asked_at + terms_of(incident).answer_within <= now


def _asked_at(session: Session, incident: Incident) -> datetime | None:
    """Return when the customer could read the question; None while it waits to be said, as when Slack is down."""
    asked = (OutboxMessage.incident_id == incident.id, OutboxMessage.kind == "unreachable_to_customer")
    newest = select(OutboxMessage).where(*asked).order_by(col(OutboxMessage.id).desc()).limit(1)
    question = session.exec(newest).first()
    if question is None:
        return incident.unreachable_at
    return None if question.state in WAITING else question.done_at or incident.unreachable_at
