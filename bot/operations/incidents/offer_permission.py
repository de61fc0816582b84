"""May this person use the offer now?"""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.offer_posts import lock_row
from bot.rules.carried import NotOurs
from bot.rules.numbers import written
from bot.rules.person import TechniciansUnknown
from bot.rules.refusal import Refusal
from models import Offer


class OfferUsed(Refusal):
    """An incident was filed from this offer."""

    text = "refusal-offer_used"


class OfferJoined(Refusal):
    """The message was added to an existing incident."""

    text = "refusal-offer_joined"


class OfferTakenBack(Refusal):
    """The offer was withdrawn, or the message was deleted."""

    text = "refusal-offer_taken_back"


class OfferForOthers(Refusal):
    """Only the message's author, the person who asked for the offer, or a technician may use it."""

    text = "refusal-offer_for_others"


class OfferNeedsButton(Refusal):
    """A technician wrote "yes" below an offer to somebody else: among colleagues that may mean nothing."""

    text = "refusal-offer_button"


def is_theirs(offer: Offer, context: Context) -> bool:
    """Return True for the message's author and the person who asked for the offer: they may accept it in words."""
    return context.actor in {offer.author, offer.offered_by}


def is_for(offer: Offer, context: Context) -> bool:
    """Return True for the author, the person who asked for the offer, or a technician; raise `TechniciansUnknown`."""
    if is_theirs(offer, context):
        return True
    if context.person.is_technician is None:
        raise TechniciansUnknown
    return context.person.is_technician


def lock_offer(session: Session, offer_id: int, *, context: Context) -> Offer:
    """Return the offer, locked until the commit, if the person may use it now.

    Raises `OfferUsed`, `OfferJoined`, `OfferTakenBack` or `OfferForOthers`; `TechniciansUnknown` if it depends on that.
    """
    offer = lock_row(session, offer_id)
    check_usable(offer, context)
    return offer


def find_offer(session: Session, offer_id: int, *, context: Context) -> Offer:
    """Return the offer if the person may use it now, without a lock; raise what `lock_offer` raises."""
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotOurs
    check_usable(offer, context)
    return offer


def check_usable(offer: Offer, context: Context) -> None:
    """Raise what `lock_offer` raises if the person may not use the offer now."""
    if not is_for(offer, context):
        raise OfferForOthers
    if offer.state == "used":
        raise (OfferJoined if offer.is_joined else OfferUsed)(incident=written(offer.incident_number))
    if offer.state == "taken_back":
        raise OfferTakenBack
