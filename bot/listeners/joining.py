"""An offer shows incidents about the same thing: somebody joins one or takes it up again, and nothing is filed."""

from dataclasses import dataclass

from bot.listeners.gesture import Gesture
from bot.messages.offer import CARRIED
from bot.operations.incidents.offer import join_from_offer
from bot.rules.carried import NotOurs, number_in
from bot.rules.numbers import read_number
from bot.texts.catalogue import listed
from models import Offer

JOIN, REOPEN = listed("offer-join"), listed("offer-reopen")
"""What stands before the number of an incident that somebody wants to join, or to take up again."""


@dataclass(frozen=True)
class Asked:
    """What somebody wrote in the thread of an offer: "join INC-17"."""

    is_reopened: bool
    incident: int | None
    """None where they named none."""


def read_words(text: str) -> Asked | None:
    """Return what is asked for; None for any other text. `text` is in lower case."""
    word, _, rest = text.partition(" ")
    number = read_number(rest)
    if word not in JOIN | REOPEN or (rest and number is None):
        return None
    return Asked(word in REOPEN, number)


def accept(gesture: Gesture, offer: Offer, asked: Asked) -> bool:
    """Join or reopen the incident, or the only one that the offer shows; return whether it shows it."""
    only = offer.similar[0] if len(offer.similar) == 1 else None
    number = asked.incident or only
    if number is None or number not in offer.similar:
        return False
    gesture.is_asked = True
    _take(gesture, offer.number, number, is_reopened=asked.is_reopened)
    return True


def join(gesture: Gesture) -> None:
    """Add what was offered to the incident whose button was pressed, and file nothing."""
    _take(gesture, *_numbers(gesture), is_reopened=False)
    gesture.ack()


def reopen(gesture: Gesture) -> None:
    """Take the closed incident up again whose button was pressed, with what was offered as the reason."""
    _take(gesture, *_numbers(gesture), is_reopened=True)
    gesture.ack()


def _numbers(gesture: Gesture) -> tuple[int, int]:
    """Return the numbers of the offer and of the incident that a button carries; raise `NotOurs`."""
    carried = str(gesture.action.get("value")).split(" ")
    if len(carried) != CARRIED:
        raise NotOurs
    return number_in(carried[0]), number_in(carried[1])


def _take(gesture: Gesture, number: int, incident: int, *, is_reopened: bool) -> None:
    """Join or reopen it; raise what has changed meanwhile."""
    context = gesture.member_context
    changed = gesture.once(join_from_offer, number, incident, is_reopened=is_reopened, context=context)
    if changed is not None:
        raise changed
