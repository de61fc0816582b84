"""Which versions has the scope of an incident, and to which have both sides agreed?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models import Scope


def scopes_of(session: Session, *, incident_id: int) -> Sequence[Scope]:
    """Return the versions, the newest first."""
    wanted = select(Scope).where(Scope.incident_id == incident_id).order_by(col(Scope.version).desc())
    return session.exec(wanted.execution_options(populate_existing=True)).all()


def newest_scope(session: Session, *, incident_id: int) -> Scope | None:
    """Return the newest version; None while there is none."""
    return next(iter(scopes_of(session, incident_id=incident_id)), None)
