"""Somebody wants to file an incident: the form is opened, and what it brings back is stored."""

import logging
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.forms import filing as form
from bot.forms.extra_questions import lacks_required
from bot.forms.fields import SELECT_LIMIT
from bot.forms.paid_with import Payers, account_options
from bot.forms.product_choice import product_options
from bot.listeners.attachments import look_up_withheld
from bot.listeners.gesture import Gesture
from bot.messages.blocks import mentions
from bot.operations.incidents.after_closing import follow_up
from bot.operations.incidents.filing import ForeignAccount, NoAccount, NoPack, file_incident
from bot.operations.incidents.offer import file_form_of_offer
from bot.queries.accounts import account_at, account_entry, all_accounts
from bot.queries.packs import packs_of
from bot.queries.products import catalogue, chosen_product
from bot.rules.filing import Payment
from bot.rules.markup import unformatted
from bot.rules.offers import TITLE_LIMIT
from bot.rules.person import AccountsUnknown
from bot.rules.plain_text import one_line, storable
from bot.rules.refusal import Gathering, Refusal
from bot.rules.whole_message import files_of, text_of
from bot.rules.workspace import Workspace
from bot.texts.length import shorten
from bot.texts.slack_text import as_typed, shown, with_files
from models import Offer

REFUSES_FILES = ("missing_scope", "invalid_arguments", "invalid_blocks")
"""Errors with which Slack may refuse a form that asks for files."""

log = logging.getLogger(__name__)


class WhichAccount(Refusal):
    """Somebody of several accounts has not chosen the one it is for."""

    text = "refusal-which_account"


def open_form(gesture: Gesture) -> None:
    """Open the form for a command or a shortcut; a message it was opened from fills in the description.

    Raises `NoAccount` or `NoPack` where the policy wants a pack and there is none: better before anything is typed.
    """
    is_from_message = gesture.body.get("type") == "message_action"
    message = gesture.body["message"] if is_from_message else {}
    typed = as_typed(text_of(message), gesture.people.name_of)
    _open(gesture, description=with_files(typed, files_of(message)))


def open_form_with(gesture: Gesture, text: str) -> None:
    """Open the form with these words as title, and whole as description where they are more than a title takes.

    Raises what `open_form` raises.
    """
    typed = storable(as_typed(text, gesture.people.name_of)).strip()
    title = shorten(one_line(unformatted(typed)), TITLE_LIMIT)
    _open(gesture, title=title, description="" if title == typed else typed)


def open_form_of_offer(gesture: Gesture, offer: Offer) -> None:
    """Open the form with what a message says, for its author; raise what `open_form` raises."""
    _open(gesture, offer_id=offer.id, title=offer.title, description=offer.description, severity=offer.severity or "")


def open_follow_up(gesture: Gesture, follows: int, *, title: str, description: str, severity: str) -> None:
    """Open the form with what was written in the thread of a closed incident; raise what `open_form` raises."""
    _open(gesture, follows=follows, title=title, description=description, severity=severity)


def _open(gesture: Gesture, *, offer_id: int | None = None, follows: int | None = None, **begun: str) -> None:
    """Open the form; without files where Slack refuses to ask for them, as the app lacks the scope."""
    offer = replace(_offer_here(gesture), begun=begun, offer_id=offer_id, follows=follows)
    try:
        gesture.open(_view(gesture, offer))
    except SlackApiError as problem:
        if problem.response.get("error") not in REFUSES_FILES:
            raise
        log.warning("Slack opens no form that asks for files; `guichet doctor` says which scope is missing.")
        gesture.open(_view(gesture, replace(offer, takes_files=False)))


def payers_here(gesture: Gesture) -> Payers:
    """Return who may pay for what this person files in the channel; raise what `open_form` raises."""
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    with gesture.reading() as session:
        return _payers_at(session, gesture, _channel(gesture.body))


def _offer_here(gesture: Gesture) -> form.Offer:
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    channel = _channel(gesture.body)
    with gesture.reading() as session:
        return _offer(session, gesture, _payers_at(session, gesture, channel), channel=channel)


def redraw_form(gesture: Gesture) -> None:
    """Draw the form again for the account, product, cover or kind of request that was chosen; what was typed stays."""
    view = _view(gesture, _offer_as_chosen(gesture))
    gesture.redraw(view, is_shown=form.origin_of(view) == form.origin_of(gesture.view))


def _offer_as_chosen(gesture: Gesture) -> form.Offer:
    """Return what the form offers with what stands in it now; raise what `_chosen_account` raises."""
    origin, standing = form.origin_of(gesture.view), dict(form.standing_in(gesture.view))
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    with gesture.reading() as session:
        account = _chosen_account(session, gesture, origin.account_id)
        if (account.id if account else None) != origin.account_id:
            standing["paid_with"] = ""  # Another account's packs are another question.
        payers = _payers(session, gesture, account=account)
        offer = _offer(session, gesture, payers, channel=origin.channel)
        product = chosen_product(session, standing["product"], offer.products)
    takes_files = form.takes_files(gesture.view)
    offer = replace(offer, begun=standing, product=product, takes_files=takes_files)
    return replace(offer, offer_id=origin.offer_id, follows=origin.follows)


def _chosen_account(session: Session, gesture: Gesture, drawn_for: int | None) -> AccountEntry | None:
    """Return the account that stands in the form, or for which it was drawn where there is none to choose.

    Raises `ForeignAccount` for one that this person may not file for; `AccountsUnknown` where that is not known.
    """
    number = form.account_in(gesture.view, drawn_for)
    if number is None:
        return None
    theirs = gesture.found_accounts
    account = next((one for one in theirs.known if one.id == number), None)
    if account is None and not gesture.person.answers:
        raise ForeignAccount("account") if theirs.is_complete else AccountsUnknown("account")
    return account or account_entry(session, account_id=number)


def offer_products(gesture: Gesture) -> None:
    """Offer the products whose name contains what was typed so far."""
    policy = gesture.policy
    with gesture.reading() as session:
        products = catalogue(session, limit=SELECT_LIMIT, typed=gesture.typed)
    today, soon = policy.today(None, gesture.now), policy.products.warn_before
    gesture.offer(product_options(products, words=gesture.words, soon=soon, today=today))


def offer_accounts(gesture: Gesture) -> None:
    """Offer a technician the accounts whose name contains what was typed so far; a customer their own."""
    if gesture.person.is_technician:
        with gesture.reading() as session:
            found = all_accounts(session, limit=SELECT_LIMIT, typed=gesture.typed)
    else:
        found = gesture.found_accounts.known
    gesture.offer(account_options(found))


def submit(gesture: Gesture) -> None:
    """File the incident described in the form, then close the form; all that is wrong is refused at once."""
    if (asked := _with_new_questions(gesture)) is not None:
        gesture.show_next(asked)
        return
    view, wrong = gesture.view, Gathering()
    filing = form.read(view, policy=gesture.policy, is_technician=gesture.person.is_technician, wrong=wrong)
    wrong.read(None, _check_account, gesture, filing.payment)
    filing = replace(filing, attachments=look_up_withheld(gesture, filing.attachments))
    origin, context = form.origin_of(view), gesture.member_context
    with gesture.transaction() as session:
        if origin.offer_id is None:
            channel, form_id = origin.channel, view["id"]
            number = file_incident(
                session, filing=filing, form_id=form_id, opened_in=channel, context=context, wrong=wrong
            )
            if origin.follows is not None:
                follow_up(session, number, follows=origin.follows, context=context)
        else:
            file_form_of_offer(
                session, origin.offer_id, filing=filing, form_id=view["id"], context=context, wrong=wrong
            )
    gesture.ack()


def _with_new_questions(gesture: Gesture) -> dict[str, Any] | None:
    """Return the form once more if a question that must be answered was not in it; None if none was missing.

    The policy may have changed while it was open, or it was sent before it was drawn for the product.
    """
    if not any(one.required for one in gesture.policy.form.extra):
        return None
    offer = _offer_as_chosen(gesture)
    asked = gesture.policy.form.asked_for(offer.product.code if offer.product else "")
    return _view(gesture, replace(offer, asks_more=True)) if lacks_required(gesture.view, asked) else None


def _check_account(gesture: Gesture, payment: Payment) -> None:
    """Raise `WhichAccount` where a customer of several accounts has chosen none."""
    if payment.account_id is None and not gesture.person.is_technician and len(gesture.accounts) > 1:
        raise WhichAccount("account")


def _channel(body: dict[str, Any]) -> str:
    """Return the channel a command or message shortcut came from; "" for a global shortcut, which has none."""
    if "event" in body:
        event = body["event"]
        return str(event.get("channel") or event["item"]["channel"])
    return str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")


def _view(gesture: Gesture, offer: form.Offer) -> dict[str, Any]:
    return form.view(words=gesture.words, policy=gesture.policy, offer=offer)


def _first(session: Session, gesture: Gesture, channel: str) -> AccountEntry | None:
    """Return the account that pays unless another is chosen: the one the channel is tied to, or the only one.

    Raises `AccountsUnknown` where a customer may have accounts that are not known just now: nobody is to find out
    later that an incident was paid by itself. A technician chooses among all.
    """
    here, known = account_at(session, channel=channel), gesture.found_accounts.known
    if of_channel := next((one for one in known if one.id == here), None):
        return of_channel
    theirs = known if gesture.person.is_technician else gesture.accounts
    return theirs[0] if len(theirs) == 1 else None


def _payers_at(session: Session, gesture: Gesture, channel: str) -> Payers:
    payers = _payers(session, gesture, account=_first(session, gesture, channel))
    _refuse_without_pack(payers, gesture.workspace)
    return payers


def _payers(session: Session, gesture: Gesture, *, account: AccountEntry | None) -> Payers:
    """Return who may pay, with the packs of this account."""
    is_technician = bool(gesture.person.is_technician)
    packs = packs_of(session, account_ids=[account.id]) if account else []
    return Payers(
        accounts=all_accounts(session, limit=SELECT_LIMIT + 1) if is_technician else gesture.found_accounts.known,
        account=account,
        packs=[one for one in packs if one.is_usable(gesture.now)],
        is_technician=is_technician,
        per_incident=not gesture.policy.packs.required,
    )


def _offer(session: Session, gesture: Gesture, payers: Payers, *, channel: str) -> form.Offer:
    return form.Offer(
        products=catalogue(session, limit=SELECT_LIMIT + 1),
        payers=payers,
        now=gesture.now,
        channel=channel,
        managers=mentions(gesture.workspace.managers) or gesture.words("a-manager"),
    )


def _refuse_without_pack(payers: Payers, workspace: Workspace) -> None:
    """Raise `NoAccount` or `NoPack` where nothing can be filed, before everything is typed."""
    if payers.per_incident or payers.is_technician:
        return
    if not payers.accounts:
        raise NoAccount(managers=workspace.managers)
    if payers.account is not None and not payers.packs and len(payers.accounts) == 1:
        raise NoPack(account=shown(payers.account.name), managers=workspace.managers)
