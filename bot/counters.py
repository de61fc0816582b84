"""Where are messages about counters posted, and how is a counter updated when its account changes?"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.policy import Policy
from models import Counter, Membership
from models.vocabulary import Kind


def counter_place(channel: str) -> Destination:
    """Return the destination of messages about a channel's counter, which are posted one after the other."""
    return Destination(channel, lane_name=f"counter {channel}")


def emoji_of(policy: Policy) -> str:
    """Return the reaction that the counter names, as it is written in a message: ":ticket:"."""
    return f":{policy.intake.emoji}:"


def refresh_counters(session: Session, *, accounts: Collection[int], policy: Policy, now: datetime) -> None:
    """Update the counters of the accounts with these numbers: show their present names, in their present languages."""
    tied = (Membership.kind == "channel", Membership.value == Counter.channel)
    standing = select(Counter, Membership.account_id).where(*tied, col(Membership.account_id).in_(accounts))
    for counter, account_id in session.exec(standing):
        parameters = {"account_id": account_id, "emoji": emoji_of(policy), "channel": counter.channel, "ts": counter.ts}
        outbox.post(
            session, kind=Kind.REFRESH_COUNTER, to=counter_place(counter.channel), parameters=parameters, now=now
        )
