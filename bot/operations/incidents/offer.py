"""Guichet offers to file a message; the offer is changed, made again, withdrawn or used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlmodel import Session

from bot.database import lock_name
from bot.operations.context import Context
from bot.operations.counter import forget_counter
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.joining import CHANGED_MEANWHILE, join_incident, reopen_for
from bot.operations.incidents.offer_permission import (
    OfferNeedsButton,
    OfferUsed,
    check_usable,
    is_theirs,
    lock_offer,
)
from bot.operations.incidents.offer_posts import lock_row, post_offer, refresh_posts, remove_posts
from bot.operations.incidents.offer_terms import paying_pack, reckon
from bot.operations.incidents.payers import OfferedTo
from bot.queries.offers import offer_at
from bot.rules.carried import NotOurs
from bot.rules.contribution import Contribution
from bot.rules.filing import Filing, Payment
from bot.rules.numbers import written
from bot.rules.offers import WantedIncident
from bot.rules.refusal import Gathering, Refusal
from models import Incident, Offer
from models.vocabulary import SeverityLetter

Accepted = Literal["button", "yes", "anyway"]
"""How an offer is accepted: by its button, by words that mean yes, or by words that mean to file it anyway."""


class SeverityMissing(Refusal):
    """Nobody has chosen the severity yet."""

    text = "refusal-offer_severity"


class SameProblem(Refusal):
    """The offer asks whether it is the same problem as an existing incident, and a plain yes may mean that."""

    text = "refusal-offer_same_problem"


class AccountMissing(Refusal):
    """Nobody has chosen the account yet."""

    text = "refusal-offer_account"


@dataclass(frozen=True)
class NewOffer:
    """What an offer is made from."""

    wanted: WantedIncident
    place: tuple[str, str, str]
    """The channel, the ts of the message, and the thread in which the offer is posted."""
    author: str
    """Slack member id of the person to whom it is offered."""
    payers: OfferedTo
    similar: Sequence[int] = ()
    """Numbers of the payer's incidents that seem to be about the same problem."""


def make_offer(session: Session, new: NewOffer, *, context: Context) -> Offer:
    """Offer to file a message, unless there is an offer already; return the offer.

    A withdrawn offer is made again. If several people ask at once, one makes the offer and the others wait for it.
    """
    wanted, payers = new.wanted, new.payers
    channel, ts, thread = new.place
    lock_name(session, f"offer {channel} {ts}")
    offer = offer_at(session, channel=channel, ts=ts)
    if offer is not None and offer.state != "taken_back":
        return offer
    offer = offer or Offer(channel=channel, message_ts=ts, thread_ts=thread, valid_until=context.now)  # type: ignore[call-arg]
    offer.author, offer.offered_by, offer.state = new.author, context.actor, "open"
    offer.account_id, offer.choices, offer.similar = payers.account_id, list(payers.choices), list(new.similar)
    offer.title, offer.description, offer.severity = wanted.title, wanted.description, wanted.severity
    reckon(session, offer, context)
    session.add(offer)
    session.flush()
    post_offer(session, offer, context=context)
    return offer


def choose_severity(session: Session, offer_id: int, severity: SeverityLetter, *, context: Context) -> None:
    """Change the severity of the offer; its price and deadline are computed anew as of now."""
    offer = lock_offer(session, offer_id, context=context)
    offer.severity = severity
    reckon(session, offer, context)
    refresh_posts(session, offer, context=context)


def choose_payer(
    session: Session, offer_id: int, account_id: int, *, similar: Sequence[int] = (), context: Context
) -> None:
    """Change the account of the offer to one of its choices; raise `NotOurs` for any other."""
    offer = lock_offer(session, offer_id, context=context)
    if account_id not in offer.choices:
        raise NotOurs
    offer.account_id, offer.similar = account_id, list(similar)
    reckon(session, offer, context)
    refresh_posts(session, offer, context=context)


def reword_offer(
    session: Session,
    offer_id: int,
    wanted: WantedIncident,
    *,
    similar: Sequence[int] = (),
    has_new_words: bool = True,
    context: Context,
) -> None:
    """Update the offer after the author has edited the message; does nothing once the offer is used or withdrawn.

    A severity at the beginning of the message is chosen only if its words are new: otherwise another severity may have
    been chosen since.
    """
    offer = lock_row(session, offer_id)
    if offer.state == "open":
        offer.title, offer.description, offer.similar = wanted.title, wanted.description, list(similar)
        if has_new_words and wanted.severity:
            offer.severity = wanted.severity
            reckon(session, offer, context)
        refresh_posts(session, offer, context=context)


def decline_offer(session: Session, offer_id: int, *, context: Context) -> None:
    """Withdraw the offer for somebody who may use it; raise what `lock_offer` raises."""
    lock_offer(session, offer_id, context=context)
    take_back(session, offer_id, context=context)


def take_back(session: Session, offer_id: int, *, context: Context) -> None:
    """Withdraw the offer, unless it is used or withdrawn already."""
    offer = lock_row(session, offer_id)
    if offer.state != "open":
        return
    offer.state = "taken_back"
    remove_posts(session, offer, context=context)


def pass_on(session: Session, offer_id: int, *, offered_by: str, new: NewOffer | None = None, context: Context) -> None:
    """Pass the actor's unused offer on to `offered_by`; `new` is what it is made from if the author changes too."""
    offer = lock_row(session, offer_id)
    if offer.state != "open" or offer.offered_by != context.actor:
        return
    offer.offered_by = offered_by
    if new is not None:
        offer.author, offer.account_id, offer.choices = new.author, new.payers.account_id, list(new.payers.choices)
        offer.similar = list(new.similar)
        reckon(session, offer, context)
    refresh_posts(session, offer, context=context)


def forget_deleted(session: Session, *, channel: str, ts: str, context: Context) -> None:
    """Withdraw the unused offer for a deleted message, or forget a deleted counter."""
    offer = offer_at(session, channel=channel, ts=ts)
    if offer is not None:
        take_back(session, offer.number, context=context)
    else:
        forget_counter(session, channel=channel, ts=ts)


def file_offer(
    session: Session,
    offer_id: int,
    *,
    in_progress: Sequence[int] = (),
    accepted: Accepted = "button",
    severity: SeverityLetter | None = None,
    context: Context,
) -> bool:
    """File what the offer shows; return False if the offer was out of date and has been made again instead.

    `in_progress` are the payer's incidents that seem to be about the same problem: if the offer does not show all of
    them, it is made again. A plain yes raises `SameProblem` if the offer asks about one of them. `severity` replaces
    the one that is offered; None keeps it. The clock starts now. Raises what `lock_offer` and `file_incident` raise,
    `OfferNeedsButton`, `SeverityMissing` and `AccountMissing`.
    """
    offer = lock_offer(session, offer_id, context=context)
    _check_acceptable(offer, accepted, severity, context=context)
    offer.severity = severity or offer.severity
    is_new = not set(in_progress) <= set(offer.similar)
    if is_new or context.now >= offer.valid_until or offer.pack_id != paying_pack(session, offer, context):
        offer.similar = list(in_progress) if is_new else offer.similar
        reckon(session, offer, context)
        remove_posts(session, offer, context=context)
        post_offer(session, offer, context=context, is_again=True)
        return False
    if accepted == "yes" and offer.similar:
        raise SameProblem(incident=written(offer.similar[0]))
    return _file(session, offer, context=context)


def _check_acceptable(offer: Offer, accepted: Accepted, severity: SeverityLetter | None, *, context: Context) -> None:
    """Raise a refusal if this person cannot accept the offer in this way, or not yet."""
    if accepted != "button" and not is_theirs(offer, context):
        raise OfferNeedsButton
    if severity is None and offer.severity is None:
        raise SeverityMissing
    if offer.choices and offer.account_id is None:
        raise AccountMissing


def _file(session: Session, offer: Offer, *, context: Context) -> bool:
    assert offer.severity is not None  # noqa: S101 - `_check_acceptable` has checked it
    filing = Filing(
        title=offer.title,
        product_id=None,
        severity=offer.severity,
        cover="business",
        contacts="",
        description=offer.description,
        payment=Payment(offer.account_id, offer.pack_id, per_incident=False),
        opened_by=offer.author,
    )
    number = file_incident(
        session, filing=filing, form_id=f"offer {offer.number}", opened_in=offer.channel, context=context
    )
    _use(session, offer, number, context=context)
    return True


def join_from_offer(
    session: Session, offer_id: int, incident_id: int, *, is_reopened: bool = False, context: Context
) -> Refusal | None:
    """Add what the message says to one of the incidents that the offer shows, for its author, and file nothing.

    With `is_reopened`, a closed incident is reopened. If the incident has changed meanwhile, only the offer is updated
    to show that, and the refusal is returned. Raises the other refusals of `join_incident` and `reopen_for`, what
    `lock_offer` raises, and `NotOurs` for an incident that the offer does not show.
    """
    offer = lock_offer(session, offer_id, context=context)
    if incident_id not in offer.similar:
        raise NotOurs
    form_id, contribution = f"offer {offer_id}", Contribution(offer.title, offer.description)
    given: dict[str, Any] = {"form_id": form_id, "contribution": contribution}
    try:
        with session.begin_nested():
            if is_reopened:
                reopen_for(session, incident_id=incident_id, **given, context=context)
            else:
                join_incident(session, incident_id=incident_id, **given, who=offer.author, context=context)
    except CHANGED_MEANWHILE as changed:
        refresh_posts(session, offer, context=context)
        return changed
    _use(session, offer, incident_id, is_joined=True, context=context)
    return None


def note_joined(session: Session, offer_id: int, incident_id: int, *, context: Context) -> None:
    """Mark an open offer as used, because its message was added to an incident."""
    offer = lock_row(session, offer_id)
    if offer.state == "open":
        _use(session, offer, incident_id, is_joined=True, context=context)


def file_form_of_offer(
    session: Session, offer_id: int, *, filing: Filing, form_id: str, context: Context, wrong: Gathering | None = None
) -> int:
    """File the form that was opened from the offer, for the author of the message; return the incident's number.

    The same form sent twice gives the same incident. Raises what `lock_offer` and `file_incident` raise.
    """
    offer = lock_row(session, offer_id)
    filing = replace(filing, opened_by=offer.author if context.person.is_technician else "")
    if offer.state == "used":
        _check_same_form(session, offer, form_id)
    else:
        check_usable(offer, context)
    number = file_incident(
        session, filing=filing, form_id=form_id, opened_in=offer.channel, context=context, wrong=wrong
    )
    if offer.state == "open":
        _use(session, offer, number, context=context)
    return number


def _check_same_form(session: Session, offer: Offer, form_id: str) -> None:
    """Raise `OfferUsed` unless it was this form that used the offer."""
    incident = session.get(Incident, offer.incident_id)
    if incident is None or incident.form_id != form_id:
        raise OfferUsed(incident=written(offer.incident_number))


def _use(session: Session, offer: Offer, incident_id: int, *, is_joined: bool = False, context: Context) -> None:
    offer.state, offer.incident_id, offer.is_joined = "used", incident_id, is_joined
    session.flush()
    refresh_posts(session, offer, context=context)
