"""Messages to Guichet are answered: each one once, and not too many at a time."""

from datetime import timedelta
from enum import Enum, auto

from sqlmodel import Session, col, func, select

from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.offer import NewOffer, make_offer
from models import IdempotencyKey

MOST_A_MINUTE = 10
"""Maximum answers that one person gets within a minute in one channel."""
MINUTE = timedelta(minutes=1)


class Mention(Enum):
    """What a message that speaks to us is."""

    NEW = auto()
    REPEATED = auto()
    """It is answered already: Slack tells of a mention twice, as a message and as a mention."""
    ONE_TOO_MANY = auto()
    """The first of this minute that is not answered by itself."""
    FOLDED = auto()
    """The others: they have been told to wait."""


def note_mention(session: Session, *, channel: str, ts: str, edit: str = "", context: Context) -> Mention:
    """Note that this message speaks to us, and return what to do about it; `edit` names the edit that it has now."""
    key, person = key_of_mention(channel, ts, context.actor, edit=edit), context.actor
    if not record_key(session, key=key, now=context.now, channel=channel, person=person):
        return Mention.REPEATED
    count = session.exec(
        select(func.count())
        .select_from(IdempotencyKey)
        .where(
            col(IdempotencyKey.received_at) > context.now - MINUTE,
            IdempotencyKey.channel == channel,
            IdempotencyKey.person == person,
        )
    ).one()
    if count <= MOST_A_MINUTE:
        return Mention.NEW
    return Mention.ONE_TOO_MANY if count == MOST_A_MINUTE + 1 else Mention.FOLDED


def offer_mentioned(session: Session, new: NewOffer, *, edit: str = "", context: Context) -> Mention:
    """Note that this message speaks to us, and offer to file it if that is new."""
    channel, ts, _ = new.place
    mention = note_mention(session, channel=channel, ts=ts, edit=edit, context=context)
    if mention is Mention.NEW:
        make_offer(session, new, context=context)
    return mention


def key_of_mention(channel: str, ts: str, person: str, *, edit: str = "") -> str:
    """Return the idempotency key of a message that speaks to us, anew for each edit; it is compared whole."""
    return f"mention {channel} {person} {ts} {edit}".rstrip()
