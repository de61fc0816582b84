"""What the form of a filing shows, when it is opened and whenever something is chosen in it."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.forms import filing as form
from bot.forms.attachments import asks_for_files
from bot.forms.fields import SELECT_LIMIT
from bot.forms.paid_with import Payers, account_options
from bot.forms.product_choice import product_options
from bot.listeners.gesture import Gesture
from bot.listeners.payers import channel_of, payers_at, payers_of
from bot.messages.blocks import mentions
from bot.operations.incidents.filing import check_files_for
from bot.queries.accounts import account_entry, all_accounts
from bot.queries.products import catalogue, chosen_product


def offer_here(gesture: Gesture) -> form.FilingContents:
    """Return what an empty form offers where it is opened; raise what `payers_at` raises."""
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    channel = channel_of(gesture.body)
    with gesture.reading() as session:
        return _offer(session, gesture, payers_at(session, gesture, channel), channel=channel)


def redraw(gesture: Gesture) -> None:
    """Draw the form again for the account, product, cover or kind of request that was chosen; what was typed stays."""
    view = view_of(gesture, offer_as_chosen(gesture))
    gesture.redraw(view, is_shown=form.origin_of(view) == form.origin_of(gesture.view))


def offer_as_chosen(gesture: Gesture) -> form.FilingContents:
    """Return what the form offers with what stands in it now; raise what `_chosen_account` raises."""
    origin, standing = form.origin_of(gesture.view), dict(form.standing_in(gesture.view))
    gesture.found_accounts  # noqa: B018 - Slack is asked for them before any row is read
    with gesture.reading() as session:
        account = _chosen_account(session, gesture, origin.account_id)
        if (account.id if account else None) != origin.account_id:
            standing["paid_with"] = ""  # Another account's packs are another question.
        payers = payers_of(session, gesture, account=account)
        offer = _offer(session, gesture, payers, channel=origin.channel)
        product = chosen_product(session, standing["product"], offer.products)
    takes_files = asks_for_files(gesture.view)
    offer = replace(offer, begun=standing, product=product, takes_files=takes_files)
    return replace(offer, offer_id=origin.offer_id, follows=origin.follows)


def _chosen_account(session: Session, gesture: Gesture, drawn_for: int | None) -> AccountEntry | None:
    """Return the account that stands in the form, or for which it was drawn where there is none to choose.

    Raises what `check_files_for` raises.
    """
    number = form.account_in(gesture.view, drawn_for)
    if number is None:
        return None
    check_files_for(number, context=gesture.member_context)
    return account_entry(session, account_id=number)


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


def view_of(gesture: Gesture, offer: form.FilingContents) -> dict[str, Any]:
    """Return the form that offers this."""
    return form.view(words=gesture.words, policy=gesture.policy, offer=offer)


def _offer(session: Session, gesture: Gesture, payers: Payers, *, channel: str) -> form.FilingContents:
    return form.FilingContents(
        products=catalogue(session, limit=SELECT_LIMIT + 1),
        payers=payers,
        now=gesture.now,
        channel=channel,
        managers=mentions(gesture.workspace.managers) or gesture.words("a-manager"),
    )
