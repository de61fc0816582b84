"""In which channels must Guichet be, so that nothing that is due falls silent?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.queries.accounts import tied_channels
from models import Card, Counter, Incident
from models.vocabulary import Side

CHANNELS_LIMIT = 1000
"""Maximum channels of each sort that are watched."""


def needed_channels(session: Session, *, triage_channels: Sequence[str]) -> Sequence[str]:
    """Return the ids of the triage channels, of accounts' channels, and of those with open incidents or counters."""
    of_incidents = (
        select(Card.channel)
        .join(Incident, col(Incident.id) == Card.incident_id)
        .where(Card.side == Side.CUSTOMER, Incident.status != "closed", ~col(Card.channel).startswith("D"))
        .distinct()
        .order_by(Card.channel)
        .limit(CHANNELS_LIMIT)
    )
    counters = select(Counter.channel).order_by(Counter.channel).limit(CHANNELS_LIMIT)
    tied = tied_channels(session, limit=CHANNELS_LIMIT)
    return list(dict.fromkeys([*triage_channels, *tied, *session.exec(of_incidents), *session.exec(counters)]))
