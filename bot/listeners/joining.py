"""An offer shows incidents about the same problem: somebody joins or reopens one of them, and nothing is filed."""

from dataclasses import dataclass

from bot.listeners.gesture import Gesture
from bot.messages.offer import CARRIED
from bot.operations.incidents.offer import join_from_offer
from bot.rules.carried import NotOurs, number_in
from bot.rules.numbers import read_number
from bot.texts.catalogue import listed
from models import Offer

JOIN, REOPEN = listed("offer-join"), listed("offer-reopen")
"""The words that stand before the number of an incident which somebody wants to join, or to reopen."""


@dataclass(frozen=True)
class Asked:
    """What somebody wrote in the thread of an offer: "join INC-17"."""

    is_reopened: bool
    incident: int | None
    """None if they named none."""


def read_words(text: str) -> Asked | None:
    """Return the request to join or reopen an incident; None for any other text. `text` is in lower case."""
    word, _, rest = text.partition(" ")
    number = read_number(rest)
    if word not in JOIN | REOPEN or (rest and number is None):
        return None
    return Asked(word in REOPEN, number)


def wanted_of(offer: Offer, asked: Asked) -> int | None:
    """Return the incident that is asked for, or the only one that the offer shows; None if it is not shown."""
    only = offer.similar[0] if len(offer.similar) == 1 else None
    number = asked.incident or only
    return number if number in offer.similar else None


def join(gesture: Gesture) -> None:
    """Add what the offer says to the incident whose button was pressed, and file nothing."""
    take(gesture, *_numbers(gesture), is_reopened=False, key=gesture.key)
    gesture.ack()


def reopen(gesture: Gesture) -> None:
    """Reopen the closed incident whose button was pressed, with what the offer says as the reason."""
    take(gesture, *_numbers(gesture), is_reopened=True, key=gesture.key)
    gesture.ack()


def _numbers(gesture: Gesture) -> tuple[int, int]:
    """Return the numbers of the offer and of the incident that a button carries; raise `NotOurs` if it carries none."""
    carried = str(gesture.action.get("value")).split(" ")
    if len(carried) != CARRIED:
        raise NotOurs
    return number_in(carried[0]), number_in(carried[1])


def take(gesture: Gesture, number: int, incident: int, *, is_reopened: bool, key: str) -> None:
    """Join or reopen the incident, once for this key; raise the refusal that says what has changed meanwhile."""
    context = gesture.member_context
    changed = gesture.once_for(key, join_from_offer, number, incident, is_reopened=is_reopened, context=context)
    if changed is not None:
        raise changed
