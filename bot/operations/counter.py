"""The counter of a customer's channel: posted by a technician, and moved to the bottom when it is posted again."""

from sqlmodel import Session, col, delete, select

from bot.counters import counter_place, emoji_of
from bot.delivery import outbox
from bot.operations.context import Context
from bot.queries.accounts import account_at
from bot.rules.refusal import Refusal
from bot.rules.speaking import is_direct
from models import Counter, OutboxMessage
from models.vocabulary import Kind


class NotStaff(Refusal):
    """Only technicians and managers set up a counter."""

    text = "refusal-not_staff"


class NoAccountHere(Refusal):
    """The channel is tied to no account, so what is filed at its counter would belong to nobody."""

    text = "refusal-no_account_here"


class NoChannelHere(Refusal):
    """A counter stands in a channel, not in a direct message."""

    text = "refusal-no_channel_here"


def post_counter(session: Session, *, channel: str, context: Context) -> None:
    """Post the counter at the bottom of the channel; once it is posted, an earlier one is removed.

    Raises `NotStaff` for customers, `TechniciansUnknown`, `NoChannelHere` in a direct message, and `NoAccountHere`
    where the channel is tied to no account.
    """
    if not context.person.is_staff:
        raise NotStaff
    if is_direct(channel):
        raise NoChannelHere
    account_id = account_at(session, channel=channel)
    if account_id is None:
        is_manager = "yes" if context.person.is_manager else "no"
        raise NoAccountHere(is_manager=is_manager, managers=context.workspace.managers)
    parameters = {"account_id": account_id, "emoji": emoji_of(context.policy)}
    outbox.post(session, kind=Kind.COUNTER, to=counter_place(channel), parameters=parameters, now=context.now)


def note_counter(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Record where the counter was posted, and remove the earlier one.

    The new counter itself is removed if the channel was untied from the account before it was posted.
    """
    posted = session.get_one(OutboxMessage, message.id, populate_existing=True)
    channel, ts = str(posted.sent_channel), str(posted.sent_ts)
    if account_at(session, channel=channel) != message.parameters["account_id"]:
        _remove(session, channel, ts, context=context)
        return
    counter = session.exec(select(Counter).where(Counter.channel == channel).with_for_update()).one_or_none()
    if counter is None:
        session.add(Counter(channel=channel, ts=ts))
    elif counter.ts != ts:
        _remove(session, channel, counter.ts, context=context)
        counter.ts = ts


def take_counter_down(session: Session, *, channel: str, context: Context) -> None:
    """Remove the counter, if any, of a channel that no longer belongs to the account."""
    counter = session.exec(select(Counter).where(Counter.channel == channel).with_for_update()).one_or_none()
    if counter is not None:
        _remove(session, channel, counter.ts, context=context)
        session.delete(counter)


def forget_counter(session: Session, *, channel: str, ts: str) -> None:
    """Forget a counter that somebody has deleted."""
    session.exec(delete(Counter).where(col(Counter.channel) == channel, col(Counter.ts) == ts))


def _remove(session: Session, channel: str, ts: str, *, context: Context) -> None:
    stands = {"channel": channel, "ts": ts}
    outbox.post(session, kind=Kind.REMOVE_COUNTER, to=counter_place(channel), parameters=stands, now=context.now)
