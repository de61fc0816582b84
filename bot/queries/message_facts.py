"""What is a message rendered from? One function for each kind of thing that messages are about."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from bot.delivery.place import cards_of, incidents_of_claimed
from bot.delivery.traits import Facts
from bot.facts.incident import IncidentFacts
from bot.queries.accounts import account_entry
from bot.queries.incident_facts import read_incidents
from bot.queries.offers import offer_facts
from bot.queries.packs import pack_facts
from bot.queries.remarks import remark_facts
from bot.queries.roster import roster_at
from bot.queries.similar import similar_before, similar_facts
from bot.rules.numbers import listed_numbers
from bot.rules.workspace import FIRST_DESK
from models import Card, OutboxMessage
from models.vocabulary import Side

_READ = "incidents read for messages"
"""Key in `session.info` for the incidents that were read for messages."""
_SIMILAR = "similar incidents by message"
"""Key in `session.info` for the numbers of similar incidents."""
_CARDS = select(Card.incident_id, Card.channel, Card.ts).where(
    col(Card.incident_id).in_(bindparam("numbers", expanding=True)), Card.side == bindparam("side")
)

log = logging.getLogger(__name__)


def load_incident(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the incident, with the zone of its calendar and the language of its side."""
    incident = _incident(session, message)
    cards = _cards(session, message, incident, side=message.side or Side.TRIAGE)
    return _of_its_side(incident, message, subject=incident, cards=cards)


def load_incident_of_filer(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return what `load_incident` returns, for a direct message to the customer: the cards are the customer's."""
    incident = _incident(session, message)
    cards = _cards(session, message, incident, side=message.side or Side.CUSTOMER)
    return _of_its_side(incident, message, subject=incident, cards=cards)


def load_incident_on_call(session: Session, message: OutboxMessage, now: datetime) -> Facts:
    """Return what `load_incident` returns, with who is on call, and whether its channel is no longer shared."""
    facts = _with_roster(session, load_incident(session, message, now), now)
    if facts.subject.status == "closed" or not incident_row(session, message).is_unshared:
        return facts
    return replace(facts, subject=replace(facts.subject, is_unshared=True))


def load_incident_to_open(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the incident with its own technicians' card, to link to from elsewhere."""
    incident = _incident(session, message)
    card = cards_of(session, incident.number).get(Side.TRIAGE)
    own = {incident.number: card} if card else {}
    return _of_its_side(incident, message, subject=incident, cards=own)


def load_reminder(session: Session, message: OutboxMessage, now: datetime) -> Facts:
    """Return what `load_incident_to_open` returns, with who is on call."""
    return _with_roster(session, load_incident_to_open(session, message, now), now)


def load_remark(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return what somebody wrote in a thread, for the other side."""
    remark = remark_facts(session, remark_id=message.parameters["remark_id"])
    return _of_its_side(_incident(session, message), message, subject=remark)


def load_similar(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the incidents that are similar to the message's own, with their technicians' cards to link to."""
    incident, similar = _incident(session, message), similar_to(session, message)
    wanted = select(Card).where(col(Card.incident_id).in_(similar), Card.side == Side.TRIAGE)
    cards = {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}
    return _of_its_side(incident, message, subject=similar_facts(session, incident.number, similar), cards=cards)


def similar_to(session: Session, message: OutboxMessage) -> list[int]:
    """Return the numbers of the similar incidents, looked up once in a session; none if the look-up fails."""
    if "similar" in message.parameters:  # Looked up at filing, as before migration 0033.
        return list(message.parameters["similar"])
    if message.id not in (found := session.info.setdefault(_SIMILAR, {})):
        try:
            found[message.id] = similar_before(session, message.incident_id or 0, **message.parameters)
        except SQLAlchemyError:
            log.warning("Similar incidents could not be looked up.", exc_info=True)
            found[message.id] = []
    return list(found[message.id])


def load_pack(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the pack that the parameters name, with the language of its account."""
    pack = pack_facts(session, pack_id=message.parameters["pack_id"])
    return Facts(pack, locale=account_entry(session, account_id=pack.account_id).locale)


def load_its_side(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the language and zone of the message's side of its incident; empty facts if it has no incident."""
    return Facts() if message.incident_id is None else _of_its_side(_incident(session, message), message)


def load_account(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the account that the parameters name, with its language."""
    account = account_entry(session, account_id=message.parameters["account_id"])
    return Facts(account, locale=account.locale)


def load_incidents_named(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the technicians' cards of the incidents that the parameters list."""
    numbers = listed_numbers(str(message.parameters.get("incident", "")))
    return Facts(cards=_cards_of_side(session, numbers, Side.TRIAGE))


def load_offer(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the offer that the parameters name, with the customers' cards of the incidents that it names."""
    offer = offer_facts(session, offer_id=message.parameters["offer"])
    zone, locale = offer.terms.calendar.timezone, offer.locale
    similar = [one.number for one in offer.similar] if offer.shows_account else []
    named = [*similar, *([] if offer.incident is None else [offer.incident])]
    return Facts(offer, timezone=zone, locale=locale, cards=_cards_of_side(session, named, Side.CUSTOMER))


def _incident(session: Session, message: OutboxMessage) -> IncidentFacts:
    """Return the incident of the message; the incidents of all messages claimed in this transaction are read at once.

    They cannot become stale, because nothing is written to them any more in that transaction.
    """
    return _read(session, message)[1]


def incident_row(session: Session, message: OutboxMessage) -> Any:
    """Return the row of columns of the message's incident, read by the same statement as its facts."""
    return _read(session, message)[0]


def _read(session: Session, message: OutboxMessage) -> tuple[Any, IncidentFacts]:
    read: dict[int, tuple[Any, IncidentFacts]] = session.info.setdefault(_READ, {})
    number = message.incident_number
    if number not in read:
        read |= read_incidents(session, incident_ids={number, *incidents_of_claimed(session)})
    return read[number]


def _of_its_side(incident: IncidentFacts, message: OutboxMessage, **more: object) -> Facts:
    locale = incident.account_locale if message.side == Side.CUSTOMER else None
    zone = incident.terms.calendar.timezone
    return Facts(timezone=zone, locale=locale, desk=incident.desk, **more)  # type: ignore[arg-type]


def _with_roster(session: Session, facts: Facts, now: datetime) -> Facts:
    if facts.subject.status == "closed":
        return facts
    roster = roster_at(session, desk=facts.subject.desk, at=now)
    # Whether the desk still exists is only known at rendering (bot/rendering.py).
    first = roster_at(session, desk=FIRST_DESK, at=now) if facts.subject.desk != FIRST_DESK else roster
    return replace(facts, subject=replace(facts.subject, roster=roster, first_roster=first))


def _cards(
    session: Session, message: OutboxMessage, incident: IncidentFacts, *, side: Side
) -> dict[int, tuple[str, str]]:
    """Return channel and ts of this side's cards of the incidents that the message may name, by number.

    A direct message also names its own incident, as it is not in the thread of its card.
    """
    own = {message.incident_id} if message.side is None else set()
    named = {*incident.others, incident.parent, incident.follows, message.parameters.get("other"), *own} - {None}
    return _cards_of_side(session, named, side)


def _cards_of_side(session: Session, numbers: Collection[int | None], side: Side) -> dict[int, tuple[str, str]]:
    """Return channel and ts of these incidents' cards on this side, by number."""
    if not numbers:
        return {}
    found = session.execute(_CARDS, {"numbers": list(numbers), "side": side})
    return {number: (channel, ts) for number, channel, ts in found}
