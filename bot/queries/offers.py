"""Which messages has Guichet offered to file?"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, or_, text, union_all
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

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
"""Written out instead of bound as a parameter, so that the databases use their partial index of these rows."""
IS_OPEN = text("offer.state = 'open'")
"""The same."""
LAST = 50
"""Maximum offers in a direct message among which the one is looked for in whose thread somebody writes."""


def offer_at(session: Session, *, channel: str, ts: str) -> Offer | None:
    """Return the offer for this Slack message, if there is one."""
    return session.exec(select(Offer).where(Offer.channel == channel, Offer.message_ts == ts)).one_or_none()


def offer_in(session: Session, *, channel: str, thread_ts: str, person: str) -> Offer | None:
    """Return the newest offer in this thread that the person may answer in words, whatever its state.

    If none is theirs, returns the newest open offer, or else the newest. An offer belongs to the thread of the message
    it is for and to the thread of its own post; "" is the direct message itself, outside threads.
    """
    newest_first = _newest_first(session, channel=channel, thread_ts=thread_ts)
    theirs, is_open = newest_first.where(_is_of(person)), newest_first.where(IS_OPEN)
    found = (session.exec(wanted).first() for wanted in (theirs, is_open, newest_first))
    return next((one for one in found if one is not None), None)


def older_open(session: Session, offer: Offer, *, person: str) -> Offer | None:
    """Return the newest of the older open offers in the same place that the person may answer in words."""
    place = Offer.channel == offer.channel, Offer.thread_ts == offer.thread_ts
    wanted = select(Offer).where(*place, _is_of(person), IS_OPEN, col(Offer.id) < offer.number)
    return session.exec(wanted.order_by(col(Offer.id).desc()).limit(1)).first()


def _newest_first(session: Session, *, channel: str, thread_ts: str) -> SelectOfScalar[Offer]:
    """Return a select of the newest offer in a thread, or in the direct message itself."""
    is_there: ColumnElement[bool] = col(Offer.thread_ts) == thread_ts
    if thread_ts and is_direct(channel):
        is_there = col(Offer.id).in_(_of_direct_thread(session, channel=channel, ts=thread_ts))
    wanted = select(Offer).where(Offer.channel == channel, is_there)
    return wanted.order_by(col(Offer.id).desc()).limit(1)


def _of_direct_thread(session: Session, *, channel: str, ts: str) -> list[int]:
    """Return the ids of the offers in the thread of this message in a direct message; each way uses an index."""
    ways = (Offer.thread_ts == ts, Offer.message_ts == ts)
    found = session.execute(union_all(*(select(Offer.id).where(Offer.channel == channel, way) for way in ways)))
    posted = _offered_at(session, channel=channel, ts=ts)
    return [*found.scalars(), *([] if posted is None else [posted])]


def _offered_at(session: Session, *, channel: str, ts: str) -> int | None:
    """Return the id of the offer that was posted as this direct message; only the last ones are looked through."""
    last = select(Offer.id).where(Offer.channel == channel).order_by(col(Offer.id).desc()).limit(LAST)
    lanes = {lane_of(one): one for one in session.exec(last) if one is not None}
    wanted = select(OutboxMessage.lane).where(IS_OFFER, col(OutboxMessage.lane).in_(lanes), OutboxMessage.sent_ts == ts)
    return lanes.get(session.exec(wanted).first() or "")


def _is_of(person: str) -> ColumnElement[bool]:
    """Return the condition that the person may answer an offer in words."""
    return or_(col(Offer.author) == person, col(Offer.offered_by) == person)


def offer_of_incident(session: Session, *, incident_id: int) -> Offer | None:
    """Return the offer from which the incident was filed, if it was filed from one."""
    filed = select(Offer).where(Offer.incident_id == incident_id, col(Offer.is_joined).is_(False))
    return session.exec(filed).first()


def is_replaced(session: Session, message: OutboxMessage, offer: Offer) -> bool:
    """Return True if the offer was posted again after this message, or is about to be."""
    later = select(OutboxMessage.id).where(
        IS_OFFER, OutboxMessage.lane == lane_of(offer.number), col(OutboxMessage.id) > message.id
    )
    return session.exec(later.limit(1)).first() is not None


def posts_of(session: Session, *, offer_id: int) -> Sequence[OutboxMessage]:
    """Return the posted messages of the offer, oldest first; an offer that has expired is posted again."""
    wanted = select(OutboxMessage).where(
        IS_OFFER, OutboxMessage.lane == lane_of(offer_id), OutboxMessage.state == "done"
    )
    return session.exec(wanted.order_by(col(OutboxMessage.id))).all()


def lane_of(offer_id: int) -> str:
    """Return the key of the lane in which everything about an offer is posted."""
    return Destination("", lane_name=lane_name_of(offer_id)).lane


def lane_name_of(offer_id: int) -> str:
    """Return the name of that lane, for a `Destination`."""
    return f"offer {offer_id}"


def offer_facts(session: Session, *, offer_id: int) -> OfferFacts:
    """Return the facts of an offer that must exist."""
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
    """Return the facts of these incidents, in their order."""
    found = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))} if numbers else {}
    return [found[one] for one in numbers if one in found]


def _named(session: Session, numbers: Collection[int]) -> Sequence[AccountEntry]:
    found = session.exec(select(Account).where(col(Account.id).in_(numbers)).order_by(col(Account.name)))
    return [entry(one) for one in found]
