"""The messages that show an offer in Slack: they are posted, updated or removed."""

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.operations.context import Context
from bot.queries.offers import is_replaced, lane_name_of, offer_of_incident, posts_of
from bot.rules.carried import NotOurs
from models import Offer, OutboxMessage
from models.vocabulary import Kind


def lock_row(session: Session, offer_id: int) -> Offer:
    """Return the offer, locked until the commit; raise `NotOurs` if there is none."""
    wanted = select(Offer).where(Offer.id == offer_id).with_for_update().execution_options(populate_existing=True)
    offer = session.exec(wanted).one_or_none()
    if offer is None:
        raise NotOurs
    return offer


def link_card(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Link the offer to the card of its incident, now that the card has been posted."""
    offer = offer_of_incident(session, incident_id=message.incident_number)
    if offer is not None:
        refresh_posts(session, offer, context=context)


def change_if_late(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Update or remove an offer's message if the offer was used, withdrawn or made again while it was being posted."""
    offer = lock_row(session, message.parameters["offer"])
    if offer.state == "used":
        _change(session, offer, Kind.REFRESH_OFFER, post=message.number, context=context)
    elif offer.state == "taken_back" or is_replaced(session, message, offer):
        _change(session, offer, Kind.REMOVE_OFFER, post=message.number, context=context)


def post_offer(session: Session, offer: Offer, *, context: Context, is_again: bool = False) -> None:
    """Post the offer; `is_again` makes it say that what was offered before no longer applies."""
    outbox.post(
        session,
        kind=Kind.OFFER,
        to=_place(offer),
        dedup_key=f"offer {offer.number}",
        parameters={"offer": offer.number, "thread_ts": offer.thread_ts, "reader": offer.author, "again": is_again},
        now=context.now,
    )


def remove_posts(session: Session, offer: Offer, *, context: Context) -> None:
    """Remove every message of the offer from Slack."""
    for post in posts_of(session, offer_id=offer.number):
        _change(session, offer, Kind.REMOVE_OFFER, post=post.number, context=context)


def refresh_posts(session: Session, offer: Offer, *, context: Context) -> None:
    """Update the newest message of the offer; the earlier ones have been removed."""
    for post in posts_of(session, offer_id=offer.number)[-1:]:
        _change(session, offer, Kind.REFRESH_OFFER, post=post.number, context=context)


def _change(session: Session, offer: Offer, kind: Kind, *, post: int, context: Context) -> None:
    parameters = {"offer": offer.number, "post": post, "reader": offer.author}
    outbox.post(session, kind=kind, to=_place(offer), dedup_key=f"post {post}", parameters=parameters, now=context.now)


def _place(offer: Offer) -> Destination:
    return Destination(offer.channel, lane_name=lane_name_of(offer.number))
