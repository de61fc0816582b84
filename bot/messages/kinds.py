"""Which kinds of outbox messages are there, and how does each go out?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.messages import acknowledged, card, reminder
from bot.messages.blocks import Message
from bot.queries.incidents import IncidentFacts
from bot.texts.catalogue import Words

Way = Literal["card", "refresh", "reply", "direct"]


@dataclass(frozen=True)
class Saying:
    """What the words of a message may depend on."""

    facts: IncidentFacts
    now: datetime
    slot: str
    late: timedelta | None = None
    """How late it is said, if that is worth telling."""


@dataclass(frozen=True)
class Kind:
    """One kind of message."""

    way: Way
    """A new card, a card brought up to date, a reply in the card's thread, or a direct message."""
    say: Callable[[Saying, Words], Message]


def _about(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words, now=saying.now)


def _reminding(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words, now=saying.now, late=saying.late, slot=saying.slot)


def _told(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words)


KINDS: dict[str, Kind] = {
    "customer_card": Kind("card", _about(card.customer_card)),
    "triage_card": Kind("card", _about(card.triage_card)),
    "refresh_customer_card": Kind("refresh", _about(card.customer_card)),
    "refresh_triage_card": Kind("refresh", _about(card.triage_card)),
    "warning": Kind("reply", _reminding(reminder.warning)),
    "breach": Kind("reply", _reminding(reminder.breach)),
    "escalation": Kind("reply", _reminding(reminder.escalation)),
    "breach_notice": Kind("direct", _reminding(reminder.breach_notice)),
    "acknowledged_to_customer": Kind("reply", _told(acknowledged.to_customer)),
    "acknowledged_to_triage": Kind("reply", _told(acknowledged.to_triage)),
}
