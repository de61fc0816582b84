"""Which incidents wait for their customers, and was a customer reminded in vain?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select as sql_select
from sqlalchemy import text, union
from sqlmodel import Session, col, select

from bot.rules.incident_list import LOOKED_THROUGH
from models import Incident, OutboxMessage, Split
from models.vocabulary import Kind

_WAITING = (
    (col(Incident.id), text("incident.waiting_since IS NOT NULL")),
    (col(Incident.id), text("incident.unreachable_at IS NOT NULL")),
    (col(Split.incident_id), text("split.state = 'proposed'")),
)
"""The customer is to answer a question, to say whether they can be reached, or to agree to a split.

Each has a small index of its own, for which its condition is written out.
"""
_FIRST = (sql_select(number).where(waits).limit(LOOKED_THROUGH).subquery() for number, waits in _WAITING)
WAIT_FOR_CUSTOMER: Any = sql_select(union(*map(sql_select, _FIRST)).subquery())
"""A select of the numbers of incidents that wait for their customers, up to `LOOKED_THROUGH` for each reason."""


def waiting_among(session: Session, numbers: Collection[int]) -> Collection[int]:
    """Return which of these incidents wait for their customers."""
    each = (sql_select(number).where(waits, number.in_(numbers)) for number, waits in _WAITING)
    return set(session.execute(union(*each)).scalars()) if numbers else ()


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
