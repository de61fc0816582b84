"""Where an answer names incidents, their numbers are links to the cards that its reader may open."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import col, select

from bot.listeners.gesture import Gesture
from bot.texts.catalogue import Words
from models import Card
from models.vocabulary import Side


def words_with_links(gesture: Gesture, numbers: Collection[int], *, side: Side) -> Words:
    """Return the reader's words, with the addresses of these incidents' cards of a side. May ask Slack where it is."""
    with gesture.reading() as session:
        wanted = select(Card).where(col(Card.incident_id).in_(numbers), Card.side == side)
        cards = {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}
    addresses = {number: gesture.people.address_of(*card) for number, card in cards.items()}
    return replace(gesture.words, links={number: one for number, one in addresses.items() if one})
