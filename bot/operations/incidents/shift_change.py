"""The technicians' card names who is on call: it is redrawn whenever that changes, until somebody answers."""

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
"""Deduplication key of these changes: of an incident there is one for each instant."""
CALENDAR_KEY = "calendar"
"""The same of changes because a calendar says something else."""
_IS_FURTHER = col(Incident.desk).in_(bindparam("further", expanding=True))
_LOOKED_AFTER_AT = case((_IS_FURTHER, col(Incident.desk)), else_=FIRST_DESK)
_CHANGES = changes_at(
    select(_LOOKED_AFTER_AT).where(Incident.id == bindparam("number"), Incident.status == "open").scalar_subquery()
)
"""The changes at the desk that looks after an incident; none where it is not open."""


def refresh_at_shift_change(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Have a card that was just drawn, of an incident that nobody has acknowledged, drawn again at the next change."""
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
    """Return what the cards of a desk say of who is on call, and the instant at which that may change."""
    roster = roster_at(session, desk=desk, at=now)
    shown = (tuple(roster.people), roster.known) if roster else ()
    return *shown, next_change(session, desk=desk, after=now)


def unanswered_after(session: Session, *, desk: str, workspace: Workspace, number: int, limit: int) -> Sequence[int]:
    """Return the numbers of what nobody has acknowledged at a desk, above this one, in order.

    What names a desk that the policy has no more is the first desk's.
    """
    further = [one.name for one in workspace.further_desks]
    of_desk = Incident.desk == desk if desk in further else col(Incident.desk).not_in(further)
    found = select(Incident.id).where(IS_OPEN, of_desk, col(Incident.id) > number).order_by(col(Incident.id))
    return [one for one in session.exec(found.limit(limit)) if one is not None]


def refresh_card(session: Session, number: int, *, workspace: Workspace, now: datetime) -> None:
    """Have the technicians' card of an incident drawn again as a calendar says something else now."""
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
