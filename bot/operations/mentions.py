"""Each message and reaction addressed to Guichet is answered once, at a limited pace."""

from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select, update

from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.offer import NewOffer, make_offer
from models import IdempotencyKey

MOST_A_MINUTE = 10
"""Maximum answers that one person gets in one channel within a minute."""
MINUTE = timedelta(minutes=1)
CLOCKS_DIFFER = timedelta(seconds=5)
"""How far the clocks of two replicas may differ."""


class Mention(Enum):
    """What is to be done about a message or a reaction that is addressed to us."""

    NEW = auto()
    REPEATED = auto()
    """It has been answered: Slack sends two events for a mention, `message` and `app_mention`."""
    ONE_TOO_MANY = auto()
    """It gets no answer of its own: its author is asked to wait, for the first time within a minute."""
    FOLDED = auto()
    """It gets no answer: its author has been asked to wait within the last minute."""


def is_next(session: Session, *, key: str, channel: str, context: Context) -> bool:
    """Return True for what is to be answered now: not answered before, and within the pace.

    This is called before anything is looked up; `note_mention` and `offer_mentioned` check again.
    """
    return session.get(IdempotencyKey, key) is None and _is_within_pace(session, channel, context)


def note_mention(session: Session, *, channel: str, ts: str, edit: str = "", context: Context) -> Mention:
    """Record that this message is addressed to us, and return what to do about it; `edit` names its latest edit."""
    key = key_of_mention(channel, ts, context.actor, edit=edit)
    if not _is_within_pace(session, channel, context):
        return note_unanswered(session, key=key, channel=channel, context=context)
    is_first = record_key(session, key=key, now=context.now, channel=channel, person=context.actor)
    return Mention.NEW if is_first else Mention.REPEATED


def note_unanswered(session: Session, *, key: str, channel: str, context: Context) -> Mention:
    """Record something for which `is_next` returned False, and return whether its author is to be asked to wait.

    It does not count towards the pace, so that people who keep writing are answered again in the next minute.
    """
    if not record_key(session, key=key, now=context.now):
        return Mention.REPEATED
    asked = f"asked to wait {channel} {context.actor}"
    if record_key(session, key=asked, now=context.now):
        return Mention.ONE_TOO_MANY
    is_asked = (col(IdempotencyKey.key) == asked, ~_is_of_this_minute(context.now))
    again = update(IdempotencyKey).where(*is_asked).values(received_at=context.now)
    return Mention.ONE_TOO_MANY if session.exec(again).rowcount else Mention.FOLDED


def offer_mentioned(session: Session, new: NewOffer, *, edit: str = "", context: Context) -> Mention:
    """Record that this message is addressed to us, and offer to file it if it is new."""
    channel, ts, _ = new.place
    mention = note_mention(session, channel=channel, ts=ts, edit=edit, context=context)
    if mention is Mention.NEW:
        make_offer(session, new, context=context)
    return mention


def offer_pointed_at(session: Session, new: NewOffer | None, *, key: str, channel: str, context: Context) -> Mention:
    """Offer to file the message to which somebody added the filing reaction; `new` is None if there is nothing to file.

    `key` is the idempotency key of that reaction.
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
            _is_of_this_minute(context.now),
            IdempotencyKey.channel == channel,
            IdempotencyKey.person == context.actor,
        )
    )
    return session.exec(answered).one() < MOST_A_MINUTE


def _is_of_this_minute(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a key was recorded within the last minute, and not before the clock was set back."""
    at = col(IdempotencyKey.received_at)
    return and_(at > now - MINUTE, at <= now + CLOCKS_DIFFER)


def key_of_mention(channel: str, ts: str, person: str, *, edit: str = "") -> str:
    """Return the idempotency key of a message addressed to us, another one for each edit; it is compared whole."""
    return f"mention {channel} {person} {ts} {edit}".rstrip()
