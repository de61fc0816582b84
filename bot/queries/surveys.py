"""How did people answer the survey?"""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from models import Account, Incident, Survey


def answered_surveys(
    session: Session, *, since: datetime, until: datetime
) -> Iterator[tuple[Survey, Incident, Account | None]]:
    """Yield every survey that was answered from `since` to before `until`, the oldest answer first."""
    wanted = (
        select(Survey, Incident, Account)
        .join(Incident, col(Incident.id) == col(Survey.incident_id))
        .outerjoin(Account, col(Account.id) == col(Incident.account_id))
        .where(col(Survey.answered_at) >= since, col(Survey.answered_at) < until)
        .order_by(col(Survey.answered_at), col(Survey.id))
    )
    yield from session.exec(wanted)
