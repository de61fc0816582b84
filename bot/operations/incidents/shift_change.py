"""The technicians' card names who is on call: it is updated whenever that changes, until somebody answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, case, col, select

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.context import Context
from bot.operations.incidents.locking import lock_incident
from bot.queries.incidents import IS_OPEN
from bot.queries.roster import changes_at, first_of, next_change, roster_at
from bot.rules.workspace import FIRST_DESK, Workspace
from models import Incident, OutboxMessage
from models.vocabulary import Kind

KEY = "shift"
"""Dedup key of these updates: an incident has at most one for each instant."""
CALENDAR_KEY = "calendar"
"""Dedup key of updates because a calendar has changed."""
_IS_FURTHER = col(Incident.desk).in_(bindparam("further", expanding=True))
_LOOKED_AFTER_AT = case((_IS_FURTHER, col(Incident.desk)), else_=FIRST_DESK)
_CHANGES = changes_at(
    select(_LOOKED_AFTER_AT).where(Incident.id == bindparam("number"), Incident.status == "open").scalar_subquery()
)
"""The shift changes at the desk that looks after an incident; none if the incident is not open."""


def refresh_at_shift_change(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Schedule an update of a card just posted or updated for the next shift change, if its incident is open."""
    further = [one.name for one in context.workspace.further_desks]
    due_at = first_of(session, _CHANGES, number=message.incident_id, further=further, after=context.now)
    if due_at is None:
        return
    incident = session.get_one(Incident, message.incident_id)
    kind, to = (
        Kind.REFRESH_TRIAGE_CARD,
        triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk)),
    )
    planned = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == kind,
        OutboxMessage.dedup_key == KEY,
        col(OutboxMessage.due_at) == due_at,
    )
    if session.exec(planned).first() is None:
        outbox.post(session, kind=kind, to=to, dedup_key=KEY, due_at=due_at, now=context.now)


def shown_on_cards(session: Session, *, desk: str, now: datetime) -> tuple[object, ...]:
    """Return what the cards of a desk show about who is on call, and when that may change next."""
    roster = roster_at(session, desk=desk, at=now)
    shown = (tuple(roster.people), roster.known) if roster else ()
    return *shown, next_change(session, desk=desk, after=now)


def unanswered_after(session: Session, *, desk: str, workspace: Workspace, number: int, limit: int) -> Sequence[int]:
    """Return the numbers above `number` of up to `limit` incidents that nobody at a desk has acknowledged, in order.

    An incident whose desk the policy no longer has belongs to the first desk.
    """
    further = [one.name for one in workspace.further_desks]
    of_desk = Incident.desk == desk if desk in further else col(Incident.desk).not_in(further)
    found = select(Incident.id).where(IS_OPEN, of_desk, col(Incident.id) > number).order_by(col(Incident.id))
    return [one for one in session.exec(found.limit(limit)) if one is not None]


def refresh_card(session: Session, number: int, *, workspace: Workspace, now: datetime) -> None:
    """Update the technicians' card of an open incident, because a calendar has changed."""
    incident = lock_incident(session, number)
    planned = select(OutboxMessage.id).where(
        OutboxMessage.incident_id == number,
        OutboxMessage.kind == Kind.REFRESH_TRIAGE_CARD,
        OutboxMessage.dedup_key == CALENDAR_KEY,
        col(OutboxMessage.due_at) == now,
    )
    if incident.status == "open" and session.exec(planned).first() is None:
        to = triage_thread(number, triage_channel=workspace.triage_of(incident.desk))
        outbox.post(session, kind=Kind.REFRESH_TRIAGE_CARD, to=to, dedup_key=CALENDAR_KEY, now=now)
