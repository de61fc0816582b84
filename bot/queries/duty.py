"""Which customers were asked whether anybody can be reached, and since when?"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.delivery.outbox import WAITING
from bot.queries.terms import terms_of
from models import Incident, OutboxMessage
from models.vocabulary import UNREACHABLE


def asked_incidents(session: Session) -> Sequence[int]:
    """Return the numbers of incidents whose customer was asked, and has not answered."""
    asked = col(Incident.unreachable_at).is_not(None)  # Kept as the only condition, so that its small index is used.
    found = session.exec(select(Incident.id).where(asked).order_by(col(Incident.id))).all()
    return [number for number in found if number is not None]


def is_time_over(session: Session, incident: Incident, *, now: datetime) -> bool:
    """Return True if the time to answer, counted from when the question was posted, is over on an open incident."""
    if incident.unreachable_at is None or incident.status == "closed" or incident.cover != "24x7":
        return False
    asked_at = _asked_at(session, incident)
    return asked_at is not None and asked_at + terms_of(incident).answer_within <= now


def _asked_at(session: Session, incident: Incident) -> datetime | None:
    """Return when the question was posted; None while it still waits to be posted, for instance while Slack is down."""
    asked = (OutboxMessage.incident_id == incident.id, OutboxMessage.kind == UNREACHABLE.customer)
    newest = select(OutboxMessage).where(*asked).order_by(col(OutboxMessage.id).desc()).limit(1)
    question = session.exec(newest).first()
    if question is None:
        return incident.unreachable_at
    return None if question.state in WAITING else question.done_at or incident.unreachable_at
