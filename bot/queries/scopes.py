"""Which versions has the scope of an incident, and to which have both sides agreed?"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from models import Scope


def scopes_of(session: Session, *, incident_ids: Collection[int]) -> Mapping[int, list[Scope]]:
    """Return, for each of these incidents, the versions, the newest first."""
    found: Mapping[int, list[Scope]] = defaultdict(list)
    wanted = select(Scope).where(col(Scope.incident_id).in_(incident_ids)).order_by(col(Scope.version).desc())
    for one in session.exec(wanted.execution_options(populate_existing=True)):
        found[one.incident_id].append(one)
    return found


def newest_scope(session: Session, *, incident_id: int) -> Scope | None:
    """Return the newest version; None while there is none."""
    return next(iter(scopes_of(session, incident_ids=[incident_id])[incident_id]), None)
