"""Somebody can be reached at the customer's after all, so the 24x7 cover stays."""

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.trail import record_act
from models import Incident, vocabulary

How = Literal["button", "remark"]
"""How we know that somebody can be reached."""


def note_reachable(session: Session, incident: Incident, *, at: datetime, context: Context) -> None:
    """Keep the 24x7 cover if the context's person wrote or acted at `at`, after the customer was asked.

    The incident must be locked. May be called any number of times.
    """
    if incident.status != "closed" and incident.unreachable_at is not None and at >= incident.unreachable_at:
        record_reachable(session, incident, how="remark", context=context)


def record_reachable(session: Session, incident: Incident, *, how: How, context: Context) -> None:
    """Record that somebody can be reached, and notify both sides.

    The incident must be locked, and the customer must have been asked.
    """
    before, incident.unreachable_at = asked_since(incident), None
    incident.version += 1
    session.flush()
    after = {"unreachable_at": None, "how": how}
    record_act(session, incident, "mark_reachable", context=context, before=before, after=after)
    notify_both_sides(session, incident, vocabulary.REACHABLE, context=context, parameters={"who": context.actor})


def asked_since(incident: Incident) -> dict[str, str | None]:
    """Return since when the customer has been asked, ready for JSON."""
    return {"unreachable_at": incident.unreachable_at.isoformat() if incident.unreachable_at else None}
