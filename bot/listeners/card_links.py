"""Where an answer names incidents, their numbers are links to the cards that its reader may open."""

from collections.abc import Collection
from dataclasses import replace

from bot.directory.card_addresses import addresses_of
from bot.listeners.gesture import Gesture
from bot.queries.incidents import cards_seen, places_of_cards
from bot.texts.catalogue import Words
from models.vocabulary import Side


def words_with_links(gesture: Gesture, numbers: Collection[int], *, side: Side) -> Words:
    """Return the reader's words, with the addresses of these incidents' cards on one side. May ask Slack."""
    with gesture.reading() as session:
        cards = places_of_cards(session, numbers, side=side)
    return replace(gesture.words, links=addresses_of(cards, people=gesture.people))


def linking(gesture: Gesture, number: int) -> Gesture:
    """Return the gesture with words in which this incident is a link to its card, if the person may see it."""
    return gesture.with_words(words_with_seen(gesture, [number]))


def words_with_seen(gesture: Gesture, numbers: Collection[int]) -> Words:
    """Return the reader's words, with the addresses of the cards of those incidents that the reader may see.

    May ask Slack for the workspace's address, and for the reader's channels.
    """
    if not numbers:
        return gesture.words
    person = gesture.person
    accounts = [] if person.sees_every_desk else [one.id for one in gesture.found_accounts.known]
    with gesture.reading() as session:
        seen = cards_seen(session, numbers, person=person, accounts=accounts)
        cards = {number: (one.channel, one.ts) for number, one in seen.items()}
    return replace(gesture.words, links=addresses_of(cards, people=gesture.people))
