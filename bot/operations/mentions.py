"""What people say to Guichet is answered: each message and reaction once, and not too many at a time."""

from datetime import timedelta
from enum import Enum, auto

from sqlmodel import Session, col, func, select, update

from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.offer import NewOffer, make_offer
from models import IdempotencyKey

MOST_A_MINUTE = 10
"""Maximum answers that one person gets within a minute in one channel."""
MINUTE = timedelta(minutes=1)


class Mention(Enum):
    """What a message or a reaction that speaks to us is."""

    NEW = auto()
    REPEATED = auto()
    """It is answered already: Slack tells of a mention twice, as a message and as a mention."""
    ONE_TOO_MANY = auto()
    """It is not answered by itself, and the first for a minute at which they are asked to wait."""
    FOLDED = auto()
    """The others: they have been asked to wait."""


def is_next(session: Session, *, key: str, channel: str, context: Context) -> bool:
    """Return True for what is to be answered now: neither answered before nor beyond the pace.

    It is asked before anything is looked up; `note_mention` and `offer_mentioned` check it again.
    """
    return session.get(IdempotencyKey, key) is None and _is_within_pace(session, channel, context)


def note_mention(session: Session, *, channel: str, ts: str, edit: str = "", context: Context) -> Mention:
    """Note that this message speaks to us, and return what to do about it; `edit` names the edit that it has now."""
    key = key_of_mention(channel, ts, context.actor, edit=edit)
    if not _is_within_pace(session, channel, context):
        return note_unanswered(session, key=key, channel=channel, context=context)
    is_first = record_key(session, key=key, now=context.now, channel=channel, person=context.actor)
    return Mention.NEW if is_first else Mention.REPEATED


def note_unanswered(session: Session, *, key: str, channel: str, context: Context) -> Mention:
    """Note what `is_next` returned False for, and return whether its author is to be asked to wait.

    It does not count for the pace, so that who goes on and on is answered again in the next minute.
    """
    if not record_key(session, key=key, now=context.now):
        return Mention.REPEATED
    asked = f"asked to wait {channel} {context.actor}"
    if record_key(session, key=asked, now=context.now):
        return Mention.ONE_TOO_MANY
    long_ago = col(IdempotencyKey.received_at) <= context.now - MINUTE
    again = update(IdempotencyKey).where(col(IdempotencyKey.key) == asked, long_ago).values(received_at=context.now)
    return Mention.ONE_TOO_MANY if session.exec(again).rowcount else Mention.FOLDED


def offer_mentioned(session: Session, new: NewOffer, *, edit: str = "", context: Context) -> Mention:
    """Note that this message speaks to us, and offer to file it if that is new."""
    channel, ts, _ = new.place
    mention = note_mention(session, channel=channel, ts=ts, edit=edit, context=context)
    if mention is Mention.NEW:
        make_offer(session, new, context=context)
    return mention


def offer_pointed_at(session: Session, new: NewOffer | None, *, key: str, channel: str, context: Context) -> Mention:
    """Offer to file the message on which somebody put the reaction for it; None where there is nothing to file.

    `key` names that reaction.
    """
    if not _is_within_pace(session, channel, context):
        return note_unanswered(session, key=key, channel=channel, context=context)
    if not record_key(session, key=key, now=context.now, channel=channel, person=context.actor):
        return Mention.REPEATED
    if new is not None:
        make_offer(session, new, context=context)
    return Mention.NEW


def _is_within_pace(session: Session, channel: str, context: Context) -> bool:
    """Return True while the person may still be answered in this channel."""
    answered = (
        select(func.count())
        .select_from(IdempotencyKey)
        .where(
            col(IdempotencyKey.received_at) > context.now - MINUTE,
            IdempotencyKey.channel == channel,
            IdempotencyKey.person == context.actor,
        )
    )
    return session.exec(answered).one() < MOST_A_MINUTE


def key_of_mention(channel: str, ts: str, person: str, *, edit: str = "") -> str:
    """Return the idempotency key of a message that speaks to us, anew for each edit; it is compared whole."""
    return f"mention {channel} {person} {ts} {edit}".rstrip()
