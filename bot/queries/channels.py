"""In which channels must Guichet be, so that nothing that is due falls silent?"""

from collections.abc import Collection, Sequence

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, exists, or_, select

from bot.queries.accounts import tied_channels
from bot.queries.incidents import NOT_CLOSED
from models import Card, Counter, Incident, Membership
from models.vocabulary import Side

CHANNELS = "channels"
"""Name of the heartbeat that keeps what is known of the channels."""
CHANNELS_LIMIT = 1000
"""Maximum channels watched for each reason, such as having a counter."""


def open_in(session: Session, channels: Collection[str]) -> Sequence[Incident]:
    """Return the incidents that are not closed and whose customer card is in one of these channels."""
    there = select(Card.incident_id).where(Card.side == Side.CUSTOMER, col(Card.channel).in_(channels))
    wanted = select(Incident).where(NOT_CLOSED, col(Incident.id).in_(there))
    return session.exec(wanted.order_by(col(Incident.id))).all()


def is_needed(session: Session, channel: str, *, triage_channels: Sequence[str]) -> bool:
    """Return True for a channel that `needed_channels` means, however many there are."""
    reasons = (
        select(Membership.id).where(Membership.kind == "channel", Membership.value == channel),
        select(Counter.channel).where(Counter.channel == channel),
        select(Card.id)
        .join(Incident, col(Incident.id) == Card.incident_id)
        .where(Card.side == Side.CUSTOMER, Card.channel == channel, NOT_CLOSED),
    )
    return channel in triage_channels or session.execute(sql_select(or_(*map(exists, reasons)))).scalar_one()


def needed_channels(session: Session, *, triage_channels: Sequence[str]) -> Sequence[str]:
    """Return the ids of the triage channels, of accounts' channels, and of those with open incidents or counters."""
    of_incidents = (
        select(Card.channel)
        .join(Incident, col(Incident.id) == Card.incident_id)
        .where(Card.side == Side.CUSTOMER, NOT_CLOSED, ~col(Card.channel).startswith("D"))
        .distinct()
        .order_by(Card.channel)
        .limit(CHANNELS_LIMIT)
    )
    counters = select(Counter.channel).order_by(Counter.channel).limit(CHANNELS_LIMIT)
    tied = tied_channels(session, limit=CHANNELS_LIMIT)
    return list(dict.fromkeys([*triage_channels, *tied, *session.exec(of_incidents), *session.exec(counters)]))
