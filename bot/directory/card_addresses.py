"""Where are the cards of incidents, for a link to them?"""

from collections.abc import Mapping

from bot.directory.people import People


def addresses_of(cards: Mapping[int, tuple[str, str]], *, people: People) -> dict[int, str]:
    """Return the addresses of cards, given by channel and ts, by incident number; only those that are known.

    May ask Slack once for the workspace's address: never call this inside a transaction.
    """
    return {number: address for number, card in cards.items() if (address := people.address_of(*card))}
