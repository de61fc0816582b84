"""What does the form for filing show, when it is opened and whenever something is chosen in it?"""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.facts.payers import Payers
from bot.forms import filing as form
from bot.forms.attachments import asks_for_files
from bot.forms.paid_with import account_options
from bot.forms.product_choice import product_options
from bot.listeners.gesture import Gesture
from bot.messages.blocks import mentions
from bot.operations.incidents.payers import accounts_to_choose, payers_at, payers_for
from bot.queries.products import catalogue, chosen_product
from bot.rules.options import SELECT_LIMIT


def offer_here(gesture: Gesture, *, account_id: int | None = None) -> form.FilingContents:
    """Return the contents of an empty form opened here, with this account chosen; raise what `payers_at` raises."""
    channel, context = gesture.channel, gesture.member_context
    with gesture.reading() as session:
        payers = payers_at(session, channel=channel, account_id=account_id, context=context)
        return _offer(session, gesture, payers, channel=channel)


def redraw(gesture: Gesture) -> None:
    """Redraw the form for the account, product, cover or kind of request that was chosen; what was typed is kept."""
    view = view_of(gesture, offer_as_chosen(gesture))
    gesture.redraw(view, is_shown=form.origin_of(view) == form.origin_of(gesture.view))


def offer_as_chosen(gesture: Gesture) -> form.FilingContents:
    """Return the contents of the form for what is filled in and chosen now; raise what `payers_for` raises."""
    origin, standing = form.origin_of(gesture.view), dict(form.standing_in(gesture.view))
    account_id, context = form.account_in(gesture.view, origin.account_id), gesture.member_context
    if account_id != origin.account_id:
        standing["paid_with"] = ""  # Another account has other packs, so the choice starts afresh.
    with gesture.reading() as session:
        payers = payers_for(session, account_id, context=context)
        offer = _offer(session, gesture, payers, channel=origin.channel)
        product = chosen_product(session, standing["product"], offer.products)
    takes_files = asks_for_files(gesture.view)
    offer = replace(offer, begun=standing, product=product, takes_files=takes_files)
    return replace(offer, offer_id=origin.offer_id, follows=origin.follows)


def offer_products(gesture: Gesture) -> None:
    """Offer the products whose name contains what was typed so far."""
    policy = gesture.policy
    with gesture.reading() as session:
        products = catalogue(session, limit=SELECT_LIMIT, typed=gesture.typed)
    today, soon = policy.today(None, gesture.now), policy.products.warn_before
    gesture.offer(product_options(products, words=gesture.words, soon=soon, today=today))


def offer_accounts(gesture: Gesture) -> None:
    """Offer a technician the accounts whose name contains what was typed so far; a customer their own."""
    typed, context = gesture.typed, gesture.member_context
    with gesture.reading() as session:
        found = accounts_to_choose(session, typed=typed, limit=SELECT_LIMIT, context=context)
    gesture.offer(account_options(found))


def view_of(gesture: Gesture, offer: form.FilingContents) -> dict[str, Any]:
    """Return the form with these contents."""
    return form.view(words=gesture.words, policy=gesture.policy, offer=offer)


def _offer(session: Session, gesture: Gesture, payers: Payers, *, channel: str) -> form.FilingContents:
    return form.FilingContents(
        products=catalogue(session, limit=SELECT_LIMIT + 1),
        payers=payers,
        now=gesture.now,
        channel=channel,
        managers=mentions(gesture.workspace.managers) or gesture.words("a-manager"),
    )
