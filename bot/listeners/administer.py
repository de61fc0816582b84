"""A manager types `/incident admin`: what is to be done, to what, and then the form for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.database import Transaction
from bot.facts.account import AccountEntry
from bot.forms import account as edit_account
from bot.forms import adjustment as adjust_pack
from bot.forms import administration as administer
from bot.forms import certificate as register_certificate
from bot.forms import grant as grant_pack
from bot.forms import members as edit_members
from bot.forms import product as edit_product
from bot.forms.fields import SELECT_LIMIT
from bot.policy import Policy
from bot.queries.accounts import account_entry, all_accounts, members_of
from bot.queries.packs import packs_of
from bot.queries.products import catalogue, product_facts
from bot.rules.administration import ON_ACCOUNTS, ON_PRODUCTS, Act
from bot.rules.managers import check_manager
from bot.rules.person import Person
from bot.texts.catalogue import Words

View = dict[str, Any]


def open_menu(*, ack: Ack, client: WebClient, trigger_id: str, person: Person, words: Words) -> None:
    """Ask a manager what is to be done; raise `NotManager` for anybody else."""
    check_manager(person)
    client.views_open(trigger_id=trigger_id, view=administer.menu(words))
    ack()


def choose_act(ack: Ack, view: View, person: Person, words: Words, policy: Policy, reading: Transaction) -> None:
    """Go on to the form for what was chosen, or ask first which account or product it is about."""
    check_manager(person)
    act = administer.read_act(view)
    if act in ON_ACCOUNTS:
        with reading() as session:
            following = administer.which_account(act, all_accounts(session, limit=SELECT_LIMIT + 1), words)
    elif act in ON_PRODUCTS:
        with reading() as session:
            following = administer.which_product(act, catalogue(session, limit=SELECT_LIMIT + 1), words)
    elif act == "add_account":
        following = edit_account.view(None, policy=policy, words=words)
    else:
        following = edit_product.view(None, words=words)
    ack(response_action="update", view=following)


def choose_account(
    ack: Ack, view: View, person: Person, words: Words, policy: Policy, now: datetime, reading: Transaction
) -> None:
    """Go on to the form for the account that was chosen."""
    check_manager(person)
    act, account_id = administer.read_choice(view, "account")
    with reading() as session:
        account = account_entry(session, account_id=account_id)
        following = FORMS[act](session, account, words, policy, now)
    ack(response_action="update", view=following)


def choose_product(ack: Ack, view: View, person: Person, words: Words, reading: Transaction) -> None:
    """Go on to the form for the product that was chosen."""
    check_manager(person)
    _, product_id = administer.read_choice(view, "product")
    with reading() as session:
        product = product_facts(session, product_id=product_id)
    ack(response_action="update", view=edit_product.view(product, words=words))


def offer_accounts(ack: Ack, payload: dict[str, Any], person: Person, reading: Transaction) -> None:
    """Offer a manager the accounts whose name or code contains what was typed so far."""
    check_manager(person)
    with reading() as session:
        ack(options=administer.account_options(all_accounts(session, limit=SELECT_LIMIT, typed=payload["value"])))


def offer_products(ack: Ack, payload: dict[str, Any], person: Person, reading: Transaction) -> None:
    """Offer a manager the products whose name contains what was typed so far."""
    check_manager(person)
    with reading() as session:
        ack(options=administer.product_options(catalogue(session, limit=SELECT_LIMIT, typed=payload["value"])))


def _grant(_session: Session, account: AccountEntry, words: Words, policy: Policy, now: datetime) -> View:
    # Today of the default calendar, as the account's own may be gone from the policy.
    return grant_pack.view(account, today=policy.today(None, now), words=words)


def _adjust(session: Session, account: AccountEntry, words: Words, _policy: Policy, now: datetime) -> View:
    packs = [one for one in packs_of(session, account_ids=[account.id]) if now < one.expires_at]
    return adjust_pack.view(account, packs, words=words)


def _members(session: Session, account: AccountEntry, words: Words, _policy: Policy, _now: datetime) -> View:
    return edit_members.view(account, members_of(session, account_id=account.id), words=words)


def _account(_session: Session, account: AccountEntry, words: Words, policy: Policy, _now: datetime) -> View:
    return edit_account.view(account, policy=policy, words=words)


def _certificate(_session: Session, account: AccountEntry, words: Words, _policy: Policy, _now: datetime) -> View:
    return register_certificate.view(account, words=words)


FORMS: dict[Act, Callable[[Session, AccountEntry, Words, Policy, datetime], View]] = {
    "grant_pack": _grant,
    "adjust_pack": _adjust,
    "edit_members": _members,
    "edit_account": _account,
    "register_certificate": _certificate,
}
"""What is done to an account, and how the form for it is made."""
