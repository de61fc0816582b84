"""The card of an incident is gone, or in another channel: a new one takes its place, and the thread goes on there.

What people write below the former one is still heard.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import Destination, triage_thread
from bot.operations.context import Context
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.reminders import rearm_fallback
from bot.queries.terms import terms_of
from models import Card, FormerCard, Incident, OutboxMessage
from models.vocabulary import Kind, Side

CARDS = {Side.CUSTOMER: Kind.CUSTOMER_CARD, Side.TRIAGE: Kind.TRIAGE_CARD}
"""The kind of a card by its side."""
JUST_BEFORE = timedelta(microseconds=1)
"""How much earlier a new card is due than the message that found the former one gone: it goes first in their lane."""


def begin_card_anew(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post a new card before whatever waits for the thread of the one that a message found gone.

    Where Slack has posted the message all the same, outside of a thread, what people write below it is heard as well.
    """
    number, side = message.incident_id, message.side
    if number is None or side is None:
        return
    card = _locked(session, number, side)
    if card is not None:
        to = Destination(card.channel, incident_id=number, side=side)
        due_at = message.due_at - JUST_BEFORE
        outbox.post(session, kind=CARDS[side], to=to, dedup_key=f"after {card.ts}", due_at=due_at, now=context.now)
        _retire(session, card)
    posted = session.get_one(OutboxMessage, message.id, populate_existing=True)
    if posted.sent_ts is not None and posted.sent_channel is not None and (card is None or posted.sent_ts != card.ts):
        session.add(FormerCard(incident_id=number, side=side, channel=posted.sent_channel, ts=posted.sent_ts))


def incidents_in_other_triage(session: Session, *, triage_channel: str, after: int, limit: int) -> Sequence[int]:
    """Return up to `limit` incidents that are not closed and have their card in another channel, above this number."""
    elsewhere = (Card.side == Side.TRIAGE, Card.channel != triage_channel, Incident.status != "closed")
    found = select(Card.incident_id).join(Incident).where(*elsewhere, col(Card.incident_id) > after)
    return session.exec(found.order_by(col(Card.incident_id)).limit(limit)).all()


def move_triage_card(session: Session, number: int, *, context: Context) -> None:
    """Post the technicians' card of an incident in the present triage channel, and let what waits be posted there."""
    incident = lock_incident(session, number)
    triage = context.workspace.triage_channel
    card = _locked(session, number, Side.TRIAGE)
    if card is None or card.channel == triage:
        return
    to = triage_thread(number, triage_channel=triage)
    outbox.redirect(session, incident_id=number, side=Side.TRIAGE, channel=triage)
    outbox.post(session, kind=Kind.TRIAGE_CARD, to=to, dedup_key=f"after {card.ts}", now=context.now)
    if incident.status == "open":
        key = f"after {card.ts}"
        rearm_fallback(session, incident, terms_of(incident), dedup_key=key, context=context)
    _retire(session, card)


def _retire(session: Session, card: Card) -> None:
    session.add(FormerCard(incident_id=card.incident_id, side=card.side, channel=card.channel, ts=card.ts))
    session.delete(card)
    session.flush()


def _locked(session: Session, number: int, side: Side) -> Card | None:
    wanted = select(Card).where(Card.incident_id == number, Card.side == side).with_for_update()
    return session.exec(wanted).one_or_none()
