"""The technicians' card names who is on call: it is redrawn whenever that changes, until somebody answers."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.delivery.outbox import NewMessage
from bot.operations.context import Context
from bot.queries.incidents import IS_OPEN
from bot.queries.roster import next_change, roster_at
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import Kind

KEY = "shift"
"""Deduplication key of these changes: of an incident there is one for each instant."""
CALENDAR_KEY = "calendar"
"""The same of changes because a calendar says something else."""


def refresh_at_shift_change(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Have a card that was just drawn, of an incident that nobody has acknowledged, drawn again at the next change."""
    desk = select(Incident.desk).where(Incident.id == message.incident_id, Incident.status == "open").scalar_subquery()
    due_at = next_change(session, desk=desk, after=context.now)
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


def refresh_cards_of_desk(session: Session, *, desk: str, workspace: Workspace, now: datetime) -> None:
    """Draw the cards of what nobody has acknowledged at a desk again, as its calendar says something else now."""
    planned = select(OutboxMessage.incident_id).where(
        OutboxMessage.kind == Kind.REFRESH_TRIAGE_CARD,
        OutboxMessage.dedup_key == CALENDAR_KEY,
        col(OutboxMessage.due_at) == now,
        col(OutboxMessage.incident_id).is_not(None),
    )
    wanted = select(Incident.id).where(IS_OPEN, Incident.desk == desk, col(Incident.id).not_in(planned))
    numbers = session.exec(wanted).all()
    channel = workspace.triage_of(desk)
    cards = (triage_thread(one or 0, triage_channel=channel) for one in numbers)
    changes = [NewMessage(Kind.REFRESH_TRIAGE_CARD, to, now, CALENDAR_KEY) for to in cards]
    outbox.post_all(session, changes, now=now)
