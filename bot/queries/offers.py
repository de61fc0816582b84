"""Which messages have been offered to be filed?"""

from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.delivery.destination import Destination
from bot.facts.account import AccountEntry
from bot.facts.incident import IncidentFacts
from bot.facts.offer import OfferFacts
from bot.queries.accounts import account_at, account_entry, entry
from bot.queries.incident_facts import facts_where
from bot.queries.incidents import card_at
from bot.queries.packs import pack_facts
from bot.queries.terms import read_terms
from bot.rules.speaking import is_direct
from models import Account, Incident, Offer, OutboxMessage

IS_OFFER = text("outbox_message.kind = 'offer'")
"""Written out, so that the databases see that their index of just these rows will do."""


def offer_at(session: Session, *, channel: str, ts: str) -> Offer | None:
    """Return the offer for this Slack message, if there is one."""
    return session.exec(select(Offer).where(Offer.channel == channel, Offer.message_ts == ts)).one_or_none()


def offer_in(session: Session, *, channel: str, thread_ts: str) -> Offer | None:
    """Return the newest open offer in this thread, else the newest one; in the channel itself, "", only an open one."""
    wanted = select(Offer).where(Offer.channel == channel, Offer.thread_ts == thread_ts)
    newest_first = wanted.order_by(col(Offer.id).desc()).limit(1)
    found = session.exec(newest_first.where(Offer.state == "open")).first()
    return found or (session.exec(newest_first).first() if thread_ts else None)


def offer_of_incident(session: Session, *, incident_id: int) -> Offer | None:
    """Return the offer from which the incident was filed, if it was filed from one."""
    filed = select(Offer).where(Offer.incident_id == incident_id, col(Offer.is_joined).is_(False))
    return session.exec(filed).first()


def is_replaced(session: Session, message: OutboxMessage, offer: Offer) -> bool:
    """Return whether the offer was posted, or is to be posted, once more after this message."""
    later = select(OutboxMessage.id).where(
        IS_OFFER, OutboxMessage.lane == lane_of(offer.number), col(OutboxMessage.id) > message.id
    )
    return session.exec(later.limit(1)).first() is not None


def posts_of(session: Session, *, offer_id: int) -> Sequence[OutboxMessage]:
    """Return where the offer is in Slack: after it has expired, it is posted again."""
    wanted = select(OutboxMessage).where(
        IS_OFFER, OutboxMessage.lane == lane_of(offer_id), OutboxMessage.state == "done"
    )
    return session.exec(wanted.order_by(col(OutboxMessage.id))).all()


def lane_of(offer_id: int) -> str:
    """Return the key of the lane in which everything about an offer is posted."""
    return Destination("", lane_name=lane_name_of(offer_id)).lane


def lane_name_of(offer_id: int) -> str:
    """Return how that lane is named in a `Destination`."""
    return f"offer {offer_id}"


def offer_facts(session: Session, *, offer_id: int) -> OfferFacts:
    """Return the facts of an offer that exists."""
    offer = session.get_one(Offer, offer_id, populate_existing=True)
    account = account_entry(session, account_id=offer.account_id) if offer.account_id else None
    is_private = is_direct(offer.channel)
    at = account_at(session, channel=offer.channel)
    return OfferFacts(
        number=offer.number,
        author=offer.author,
        offered_by=offer.offered_by,
        title=offer.title,
        description=offer.description,
        severity=offer.severity,
        terms=read_terms(offer.terms),
        shows_account=is_private or (at is not None and at == offer.account_id),
        account=account.name if account else None,
        locale=account.locale if account else None,
        pack=pack_facts(session, pack_id=offer.pack_id) if offer.pack_id else None,
        choices=_named(session, offer.choices) if is_private and account is None else (),
        must_choose=bool(offer.choices) and account is None,
        in_thread=bool(offer.thread_ts),
        in_card_thread=card_at(session, channel=offer.channel, ts=offer.thread_ts) is not None,
        similar=_similar(session, offer.similar) if offer.state == "open" else (),
        incident=offer.incident_id,
        is_joined=offer.is_joined,
    )


def _similar(session: Session, numbers: Sequence[int]) -> Sequence[IncidentFacts]:
    """Return what is read of these incidents, in their order."""
    found = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))} if numbers else {}
    return [found[one] for one in numbers if one in found]


def _named(session: Session, numbers: Collection[int]) -> Sequence[AccountEntry]:
    found = session.exec(select(Account).where(col(Account.id).in_(numbers)).order_by(col(Account.name)))
    return [entry(one) for one in found]
