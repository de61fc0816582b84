"""Where an answer names incidents, their numbers are links to the cards that its reader may open."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlmodel import col, select

from bot.listeners.gesture import Gesture
from bot.queries.incidents import cards_seen
from bot.texts.catalogue import Words
from models import Card
from models.vocabulary import Side


def words_with_links(gesture: Gesture, numbers: Collection[int], *, side: Side) -> Words:
    """Return the reader's words, with the addresses of these incidents' cards of a side. May ask Slack where it is."""
    with gesture.reading() as session:
        wanted = select(Card).where(col(Card.incident_id).in_(numbers), Card.side == side)
        cards = {one.incident_id: one for one in session.exec(wanted)}
    return _with_addresses(gesture, cards)


def words_with_seen(gesture: Gesture, numbers: Collection[int]) -> Words:
    """Return the reader's words, with the addresses of the cards of those of these incidents that they may see.

    May ask Slack where it is, and who they are.
    """
    if not numbers:
        return gesture.words
    person = gesture.person
    accounts = [] if person.sees_every_desk else [one.id for one in gesture.found_accounts.known]
    with gesture.reading() as session:
        cards = cards_seen(session, numbers, person=person, accounts=accounts)
    return _with_addresses(gesture, cards)


def _with_addresses(gesture: Gesture, cards: Mapping[int, Card]) -> Words:
    addresses = {number: gesture.people.address_of(one.channel, one.ts) for number, one in cards.items()}
    return replace(gesture.words, links={number: one for number, one in addresses.items() if one})
