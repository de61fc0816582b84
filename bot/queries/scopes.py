"""Which versions has the scope of an incident, and to which have both sides agreed?"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models import Scope

_OF_THESE = (
    select(Scope)
    .where(col(Scope.incident_id).in_(bindparam("numbers", expanding=True)))
    .order_by(col(Scope.version).desc())
    .execution_options(populate_existing=True)
)


def scopes_of(session: Session, *, incident_ids: Collection[int]) -> Mapping[int, list[Scope]]:
    """Return, for each of these incidents, the versions, the newest first."""
    found: Mapping[int, list[Scope]] = defaultdict(list)
    for one in session.exec(_OF_THESE, params={"numbers": list(incident_ids)}):
        found[one.incident_id].append(one)
    return found


def newest_scope(session: Session, *, incident_id: int) -> Scope | None:
    """Return the newest version; None while there is none."""
    return next(iter(scopes_of(session, incident_ids=[incident_id])[incident_id]), None)
