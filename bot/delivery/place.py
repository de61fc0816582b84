"""Where does a message go? To the thread of its card, to its one reader, or to the message that it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Session, select

from bot.delivery.outbox import IN_CHANNEL
from bot.delivery.scheduled_fallback import fallback_of
from bot.delivery.traits import Route, Traits
from bot.rules.person import is_member_id
from models import Card, Fallback, OutboxMessage
from models.vocabulary import Side

OF_A_POST = frozenset({Route.CHANGE_COPY, Route.REMOVE})
"""Routes that change the post that `target` returns or, without a `target`, the one that the parameters name."""


@dataclass(frozen=True)
class Place:
    """A place in Slack, looked up just before the message is posted."""

    channel: str
    ts: str | None = None
    """The card of the thread for a reply; the message that is changed; None for a new message."""
    reader: str | None = None
    """Slack member id of the one reader of a direct message, for language and zone; None in a channel."""
    fallback: Fallback | None = None
    """The scheduled message that is to be deleted."""


def place_of(session: Session, message: OutboxMessage, traits: Traits) -> Place | None:
    """Return where the message goes; None if it would change a message that is not in Slack.

    A reply whose card is gone goes to the channel.
    """
    if traits.route == Route.TAKE_BUTTONS or (traits.route in OF_A_POST and traits.target is None):
        reader = message.channel if is_member_id(message.channel) else None
        return Place(message.parameters["channel"], message.parameters["ts"], reader)
    if traits.route in {Route.SCHEDULE, Route.DELETE_SCHEDULED}:
        fallback = fallback_of(session, message.incident_id)
        return Place(fallback.channel if fallback else message.channel, fallback=fallback)
    if traits.target is not None:
        return _place_of_changed(traits.target(session, message), message)
    reader = message.channel if is_member_id(message.channel) else None
    if (named := _named_thread(message, traits)) is not None:
        return Place(message.channel, named["thread_ts"] or None, named["reader"])
    card = None if traits.route == Route.NEW_CARD else _card_of(session, message)
    if card is None:
        return None if traits.route == Route.CHANGE_CARD else Place(message.channel, reader=reader)
    return Place(*card, reader)


def _place_of_changed(changed: OutboxMessage | None, message: OutboxMessage) -> Place | None:
    if changed is None:
        return None
    return Place(str(changed.sent_channel), changed.sent_ts, message.parameters.get("reader"))


def _named_thread(message: OutboxMessage, traits: Traits) -> dict[str, Any] | None:
    """Return the thread ("" for the channel) and the reader that the parameters name; None if they name none."""
    if traits.route == Route.IN_THREAD:
        return message.parameters
    return message.parameters.get(IN_CHANNEL) if message.side is None else None


def _card_of(session: Session, message: OutboxMessage) -> tuple[str, str] | None:
    """Return the card in whose thread it belongs; None while it is not posted, and for a direct message."""
    if message.incident_id is None or message.side is None:
        return None
    return cards_of(session, message.incident_id).get(message.side)


_READ = "cards read for messages"
"""Key in `session.info` of the cards that were read."""
_OF_INCIDENT = select(Card.side, Card.channel, Card.ts).where(Card.incident_id == bindparam("incident"))


def cards_of(session: Session, incident_id: int) -> dict[Side, tuple[str, str]]:
    """Return channel and ts of an incident's cards, which are read once for all messages that a session prepares."""
    if incident_id not in session.info.setdefault(_READ, {}):
        keep_cards(session, incident_id, cards_in(session.execute(_OF_INCIDENT, {"incident": incident_id}).all()))
    found: dict[Side, tuple[str, str]] = session.info[_READ][incident_id]
    return found


def cards_in(rows: Sequence[Row[Any]]) -> dict[Side, tuple[str, str]]:
    """Return the cards of an incident that these rows of side, channel and ts hold."""
    return {one.side: (one.channel, one.ts) for one in rows if one.side is not None}


def keep_cards(session: Session, incident_id: int | None, cards: Mapping[Side, tuple[str, str]]) -> None:
    """Keep the cards of an incident that were read already, for `cards_of`."""
    session.info.setdefault(_READ, {})[incident_id] = cards


def incidents_of_claimed(session: Session) -> set[int]:
    """Return the incidents of the messages that were claimed in this transaction: those whose cards are kept."""
    kept: dict[int | None, object] = session.info.get(_READ, {})
    return {one for one in kept if one is not None}
