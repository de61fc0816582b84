"""A message is offered to be filed; the offer is changed, made anew, taken back or used."""

from dataclasses import replace

from sqlmodel import Session, select

from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.operations.context import Context
from bot.operations.incidents.filing import file_incident
from bot.queries.offers import is_replaced, offer_at, offer_of_incident, posts_of
from bot.queries.packs import packs_of
from bot.rules.carried import NotOurs
from bot.rules.filing import Filing, Payment
from bot.rules.numbers import written
from bot.rules.offers import Wanted
from bot.rules.person import TechniciansUnknown
from bot.rules.refusal import Gathering, Refusal
from models import Account, Incident, Offer, OutboxMessage
from models.vocabulary import Kind, SeverityLetter


class OfferUsed(Refusal):
    """An incident was filed from this offer."""

    text = "refusal-offer_used"


class OfferTakenBack(Refusal):
    """The offer was taken back, or the message was deleted."""

    text = "refusal-offer_taken_back"


class OfferForOthers(Refusal):
    """The offer is for who wrote the message, who asked for it, or a technician."""

    text = "refusal-offer_for_others"


class SeverityMissing(Refusal):
    """Nobody has chosen the severity yet."""

    text = "refusal-offer_severity"


class AccountMissing(Refusal):
    """Nobody has chosen yet which account it is for."""

    text = "refusal-offer_account"


def make_offer(
    session: Session,
    wanted: Wanted,
    *,
    place: tuple[str, str, str],
    author: str,
    account_id: int | None,
    choices: list[int],
    context: Context,
) -> Offer:
    """Offer to file a message, unless it is offered already; return the offer.

    `place` is the channel, the ts of the message and the thread in which the offer is posted. One that was taken back
    is made again. Of several people who ask at once, one makes it and the others wait for that.
    """
    channel, ts, thread = place
    lock_name(session, f"offer {channel} {ts}")
    offer = offer_at(session, channel=channel, ts=ts)
    if offer is not None and offer.state != "taken_back":
        return offer
    offer = offer or Offer(channel=channel, message_ts=ts, thread_ts=thread, valid_until=context.now)  # type: ignore[call-arg]
    offer.author, offer.offered_by, offer.state = author, context.actor, "open"
    offer.account_id, offer.choices = account_id, choices
    offer.title, offer.description, offer.severity = wanted.title, wanted.description, wanted.severity
    _reckon(session, offer, context)
    session.add(offer)
    session.flush()
    _post(session, offer, context=context)
    return offer


def choose_severity(session: Session, offer_id: int, severity: SeverityLetter, *, context: Context) -> None:
    """Offer it with this severity; what it costs and the deadline are those of now."""
    offer = lock_offer(session, offer_id, context=context)
    offer.severity = severity
    _reckon(session, offer, context)
    _refresh(session, offer, context=context)


def choose_payer(session: Session, offer_id: int, account_id: int, *, context: Context) -> None:
    """Offer it for this account, one of those to choose from."""
    offer = lock_offer(session, offer_id, context=context)
    if account_id not in offer.choices:
        raise NotOurs
    offer.account_id = account_id
    _reckon(session, offer, context)
    _refresh(session, offer, context=context)


def reword_offer(session: Session, offer_id: int, wanted: Wanted, *, context: Context) -> None:
    """Offer what the message says now that its author has changed it; nothing once it is used."""
    offer = _locked(session, offer_id)
    if offer.state == "open":
        offer.title, offer.description = wanted.title, wanted.description
        _refresh(session, offer, context=context)


def take_back(session: Session, offer_id: int, *, context: Context) -> None:
    """Remove the offer while it is unused; nothing once it is used."""
    offer = _locked(session, offer_id)
    if offer.state != "open":
        return
    offer.state = "taken_back"
    _remove_posts(session, offer, context=context)


def file_offer(session: Session, offer_id: int, *, similar: tuple[int, ...] = (), context: Context) -> bool:
    """File what the offer shows; return False where it no longer holds, and was made anew with what holds now.

    The clock starts now. Raises what `lock_offer` and `file_incident` raise, `SeverityMissing` and `AccountMissing`.
    """
    offer = lock_offer(session, offer_id, context=context)
    if offer.severity is None:
        raise SeverityMissing
    if offer.choices and offer.account_id is None:
        raise AccountMissing
    if context.now >= offer.valid_until or offer.pack_id != _paying_pack(session, offer, context):
        _reckon(session, offer, context)
        _remove_posts(session, offer, context=context)
        _post(session, offer, context=context, is_again=True)
        return False
    filing = Filing(
        title=offer.title,
        product_id=None,
        severity=offer.severity,
        cover="business",
        contacts="",
        description=offer.description,
        payment=Payment(offer.account_id, offer.pack_id, per_incident=False),
        opened_by=offer.author,
        similar=similar,
    )
    number = file_incident(
        session, filing=filing, form_id=f"offer {offer_id}", opened_in=offer.channel, context=context
    )
    _use(session, offer, number, context=context)
    return True


def file_form_of_offer(
    session: Session, offer_id: int, *, filing: Filing, form_id: str, context: Context, wrong: Gathering | None = None
) -> int:
    """File what the form says that was opened from the offer, for the author of the message; return the number.

    The same form sent twice gives the same incident. Raises what `lock_offer` and `file_incident` raise.
    """
    offer = _locked(session, offer_id)
    filing = replace(filing, opened_by=offer.author if context.person.is_technician else "")
    if offer.state == "used":
        _check_same_form(session, offer, form_id)
    else:
        _check(offer, context)
    number = file_incident(
        session, filing=filing, form_id=form_id, opened_in=offer.channel, context=context, wrong=wrong
    )
    if offer.state == "open":
        _use(session, offer, number, context=context)
    return number


def lock_offer(session: Session, offer_id: int, *, context: Context) -> Offer:
    """Return the offer, locked until the commit, if the person may use it now.

    Raises `OfferUsed`, `OfferTakenBack` or `OfferForOthers`; `TechniciansUnknown` where it depends on that.
    """
    offer = _locked(session, offer_id)
    _check(offer, context)
    return offer


def find_offer(session: Session, offer_id: int, *, context: Context) -> Offer:
    """Return the offer if the person may use it now, without a lock; raise what `lock_offer` raises."""
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotOurs
    _check(offer, context)
    return offer


def link_card(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Link the offer to the card of its incident, now that it stands in Slack."""
    offer = offer_of_incident(session, incident_id=message.incident_id or 0)
    if offer is not None:
        _refresh(session, offer, context=context)


def change_if_late(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Bring an offer up to date that was used, taken back or made anew while it was on its way to Slack."""
    offer = _locked(session, message.parameters["offer"])
    if offer.state == "used":
        _change(session, offer, Kind.REFRESH_OFFER, post=message.id or 0, context=context)
    elif offer.state == "taken_back" or is_replaced(session, message, offer):
        _change(session, offer, Kind.REMOVE_OFFER, post=message.id or 0, context=context)


def _check(offer: Offer, context: Context) -> None:
    if context.actor not in {offer.author, offer.offered_by} and not context.person.is_technician:
        if context.person.is_technician is None:
            raise TechniciansUnknown
        raise OfferForOthers
    if offer.state == "used":
        raise OfferUsed(incident=written(offer.incident_id or 0))
    if offer.state == "taken_back":
        raise OfferTakenBack


def _check_same_form(session: Session, offer: Offer, form_id: str) -> None:
    """Raise `OfferUsed` unless it was this very form that used it."""
    incident = session.get(Incident, offer.incident_id)
    if incident is None or incident.form_id != form_id:
        raise OfferUsed(incident=written(offer.incident_id or 0))


def _locked(session: Session, offer_id: int) -> Offer:
    wanted = select(Offer).where(Offer.id == offer_id).with_for_update().execution_options(populate_existing=True)
    offer = session.exec(wanted).one_or_none()
    if offer is None:
        raise NotOurs
    return offer


def _use(session: Session, offer: Offer, incident_id: int, *, context: Context) -> None:
    offer.state, offer.incident_id = "used", incident_id
    session.flush()
    _refresh(session, offer, context=context)


def _reckon(session: Session, offer: Offer, context: Context) -> None:
    """Note what would be promised and what it would cost if it were filed now, and until when that is offered."""
    calendar = session.get_one(Account, offer.account_id).calendar if offer.account_id else None
    terms = context.policy.terms(
        severity=offer.severity or "A",
        cover="business",
        filed_at=context.now,
        calendar=calendar,
    )
    offer.terms = terms.model_dump(mode="json")
    offer.pack_id = _paying_pack(session, offer, context)
    offer.valid_until = context.now + context.policy.intake.offer_valid


def _paying_pack(session: Session, offer: Offer, context: Context) -> int | None:
    """Return the pack that would pay now: of those that can be used, the one that expires first."""
    packs = packs_of(session, account_ids=[offer.account_id]) if offer.account_id else []
    return next((one.id for one in packs if one.is_usable(context.now)), None)


def _post(session: Session, offer: Offer, *, context: Context, is_again: bool = False) -> None:
    outbox.post(
        session,
        kind=Kind.OFFER,
        to=_place(offer),
        dedup_key=f"offer {offer.number}",
        parameters={"offer": offer.number, "thread_ts": offer.thread_ts, "reader": offer.author, "again": is_again},
        now=context.now,
    )


def _remove_posts(session: Session, offer: Offer, *, context: Context) -> None:
    """Remove the offer from Slack, wherever it stands."""
    for post in posts_of(session, offer_id=offer.number):
        _change(session, offer, Kind.REMOVE_OFFER, post=post.id or 0, context=context)


def _refresh(session: Session, offer: Offer, *, context: Context) -> None:
    """Bring the offer up to date where it stands: what was posted before that is removed."""
    for post in posts_of(session, offer_id=offer.number)[-1:]:
        _change(session, offer, Kind.REFRESH_OFFER, post=post.id or 0, context=context)


def _change(session: Session, offer: Offer, kind: Kind, *, post: int, context: Context) -> None:
    parameters = {"offer": offer.number, "post": post, "reader": offer.author}
    outbox.post(session, kind=kind, to=_place(offer), dedup_key=f"post {post}", parameters=parameters, now=context.now)


def _place(offer: Offer) -> Destination:
    return Destination(offer.channel, lane_name=f"offer {offer.number}")
