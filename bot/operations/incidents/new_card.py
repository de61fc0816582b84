"""The card of an incident is gone, or in the wrong channel: a new one replaces it, and the thread continues there.

What people write in the thread of the former card is still received.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, case, col, select

from bot.delivery import outbox
from bot.delivery.destination import Destination, triage_thread
from bot.operations.context import Context
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.reminders import rearm_notices, reschedule_fallback
from bot.queries.incidents import NOT_CLOSED
from bot.queries.terms import terms_of
from bot.rules.workspace import Workspace
from models import Card, FormerCard, Incident, OutboxMessage
from models.vocabulary import CARD, Kind, Side

JUST_BEFORE = timedelta(microseconds=1)
"""How much earlier a new card is due than the message that found the old one gone, so that it is posted first."""


def begin_card_anew(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post a new card in place of one that a message found gone, before the messages that wait for its thread.

    If Slack has posted that message all the same, outside a thread, what people write in reply to it is received too.
    """
    number, side = message.incident_id, message.side
    if number is None or side is None:
        return
    card = _locked(session, number, side)
    if card is not None:
        to = Destination(card.channel, incident_id=number, side=side)
        due_at = message.due_at - JUST_BEFORE
        outbox.post(session, kind=CARD.of(side), to=to, dedup_key=f"after {card.ts}", due_at=due_at, now=context.now)
        _retire(session, card)
    posted = session.get_one(OutboxMessage, message.id, populate_existing=True)
    if posted.sent_ts is not None and posted.sent_channel is not None and (card is None or posted.sent_ts != card.ts):
        session.add(FormerCard(incident_id=number, side=side, channel=posted.sent_channel, ts=posted.sent_ts))


def incidents_in_other_triage(session: Session, *, workspace: Workspace, after: int, limit: int) -> Sequence[int]:
    """Return the numbers of up to `limit` incidents above `after`, not closed, whose card is in the wrong channel.

    The right one is that of their desk, or of the first desk if the policy no longer has theirs.
    """
    of_desks = {one.name: one.triage_channel for one in workspace.further_desks}
    desk = col(Incident.desk)
    there = case(of_desks, value=desk, else_=workspace.triage_channel) if of_desks else workspace.triage_channel
    elsewhere = (Card.side == Side.TRIAGE, Card.channel != there, NOT_CLOSED)
    found = select(Card.incident_id).join(Incident).where(*elsewhere, col(Card.incident_id) > after)
    return session.exec(found.order_by(col(Card.incident_id)).limit(limit)).all()


def move_triage_card(session: Session, number: int, *, context: Context) -> None:
    """Move the technicians' card of an incident, and the messages waiting for its thread, to its desk's channel."""
    incident = lock_incident(session, number)
    card = _locked(session, number, Side.TRIAGE)
    if card is not None and card.channel != context.workspace.triage_of(incident.desk):
        take_to_desk(session, incident, context=context)


def take_to_desk(session: Session, incident: Incident, *, context: Context) -> None:
    """Move the locked incident to the channel of its desk: its card, its reminders and the notices to the managers."""
    number, triage = incident.number, context.workspace.triage_of(incident.desk)
    outbox.redirect(session, incident_id=number, side=Side.TRIAGE, channel=triage)
    card = _locked(session, number, Side.TRIAGE)
    key = f"after {card.ts}" if card else f"v{incident.version}"
    if card is not None:
        to = triage_thread(number, triage_channel=triage)
        outbox.post(session, kind=Kind.TRIAGE_CARD, to=to, dedup_key=key, now=context.now)
        _retire(session, card)
    _mark_former_cards(session, incident, occasion=key, but=None, now=context.now)
    if incident.status == "open":
        reschedule_fallback(session, incident, terms_of(incident), dedup_key=key, context=context)
        rearm_notices(session, incident=incident, context=context)


def follow_desk(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Move a card that was being posted while its incident went to another desk; the incident must be locked.

    Once it is in the right channel, the former cards link to it.
    """
    incident = session.get_one(Incident, message.incident_id)
    move_triage_card(session, incident.number, context=context)
    _mark_former_cards(session, incident, occasion=f"by {message.id}", but=message.id, now=context.now)


def _mark_former_cards(session: Session, incident: Incident, *, occasion: str, but: int | None, now: datetime) -> None:
    """Update the former cards in other triage channels: they lose their buttons and link to the present card."""
    posted = select(OutboxMessage).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == Kind.TRIAGE_CARD,
        col(OutboxMessage.sent_ts).is_not(None),
        col(OutboxMessage.id).is_distinct_from(but),
    )
    for card in session.exec(posted).all():
        place = {"channel": card.sent_channel, "ts": card.sent_ts}
        to = Destination(card.sent_channel or "", incident_id=incident.number, lane_name="former card")
        key = f"{card.id} {occasion}"
        outbox.post(session, kind=Kind.MOVED_CARD, to=to, dedup_key=key, parameters=place, now=now)


def _retire(session: Session, card: Card) -> None:
    session.add(FormerCard(incident_id=card.incident_id, side=card.side, channel=card.channel, ts=card.ts))
    session.delete(card)
    session.flush()


def _locked(session: Session, number: int, side: Side) -> Card | None:
    wanted = select(Card).where(Card.incident_id == number, Card.side == side).with_for_update()
    return session.exec(wanted).one_or_none()
