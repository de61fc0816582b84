"""Was the customer whose answer is awaited reminded in vain?"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models import Incident, OutboxMessage
from models.vocabulary import Kind


def reminders_posted(session: Session, incident: Incident) -> Sequence[datetime]:
    """Return when the customer was reminded of the answer that is awaited now, in order; () for none."""
    if incident.waiting_since is None:
        return ()
    posted = select(OutboxMessage.done_at).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == Kind.WAITING_REMINDER,
        OutboxMessage.state == "done",
        col(OutboxMessage.created_at) >= incident.waiting_since,
    )
    return [one for one in session.exec(posted.order_by(col(OutboxMessage.id))) if one is not None]
