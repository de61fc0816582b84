"""Which split has been proposed for an incident?"""

from sqlmodel import Session, col, select

from models import Split


def proposed_split(session: Session, *, incident_id: int) -> Split | None:
    """Return the proposal that waits for the customer; None while there is none."""
    waiting = select(Split).where(Split.incident_id == incident_id, Split.state == "proposed")
    return session.exec(waiting.order_by(col(Split.id).desc()).limit(1)).first()
