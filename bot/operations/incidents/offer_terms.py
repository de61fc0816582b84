"""What an offer promises, and what it would cost, as of the instant when it is made or changed."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.queries.packs import usable_packs
from models import Account, Offer


def reckon(session: Session, offer: Offer, context: Context) -> None:
    """Set the terms and the pack that would apply if the offer were filed now, and until when it is valid."""
    calendar = session.get_one(Account, offer.account_id).calendar if offer.account_id else None
    terms = context.policy.terms(
        severity=offer.severity or "A",
        cover="business",
        filed_at=context.now,
        calendar=calendar,
    )
    offer.terms = terms.model_dump(mode="json")
    offer.pack_id = paying_pack(session, offer, context)
    offer.valid_until = context.now + context.policy.intake.offer_valid


def paying_pack(session: Session, offer: Offer, context: Context) -> int | None:
    """Return the id of the pack that would pay now, the usable one that expires first; None if there is none."""
    theirs = [offer.account_id] if offer.account_id else []
    packs = usable_packs(session, account_ids=theirs, now=context.now, limit=1)
    return packs[0].id if packs else None
