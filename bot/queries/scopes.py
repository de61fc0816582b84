"""Which versions does the scope of an incident have?"""

from sqlmodel import Session, col, select

from models import Scope


def newest_scope(session: Session, *, incident_id: int) -> Scope | None:
    """Return the newest version; None while there is none."""
    of_incident = select(Scope).where(Scope.incident_id == incident_id).order_by(col(Scope.version).desc()).limit(1)
    return session.exec(of_incident.execution_options(populate_existing=True)).first()
