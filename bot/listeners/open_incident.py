"""Somebody wants to file an incident: the form is opened, and what it brings back is stored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.database import Transaction
from bot.facts.account import AccountEntry
from bot.forms import open_incident as form
from bot.forms.fields import SELECT_LIMIT
from bot.forms.paid_with import Payers, account_options
from bot.messages.blocks import mentions
from bot.operations.incidents.filing import ForeignAccount, NoAccount, NoPack, open_incident
from bot.people import People
from bot.policy import Policy
from bot.queries.accounts import account_at, account_entry, all_accounts
from bot.queries.packs import packs_of
from bot.queries.products import catalogue
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.slack_text import as_typed, escape

Accounts = Callable[[], Sequence[AccountEntry]]
"""Looks up the accounts of who acts."""


class WhichAccount(Refusal):
    """Somebody of several accounts has not said which one it is for."""

    text = "refusal-which_account"


def open_form(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    words: Words,
    policy: Policy,
    people: People,
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    reading: Transaction,
) -> None:
    """Open the form for a command or a shortcut; a message it was opened from fills in the description.

    Raises `NoAccount` or `NoPack` where the policy wants a pack and there is none: better before anything is typed.
    """
    channel = _channel(body)
    theirs = accounts()
    with reading() as session:
        payers = _payers(session, person, theirs, account=_first(session, theirs, channel), policy=policy, now=now)
        offer = _offer(session, payers, channel=channel, words=words, policy=policy, workspace=workspace, now=now)
    _refuse_without_pack(payers, workspace)
    described = as_typed((body.get("message") or {}).get("text") or "", people.name_of)
    drawn = form.view(words=words, policy=policy, offer=replace(offer, description=described))
    client.views_open(trigger_id=body["trigger_id"], view=drawn)
    ack()


def choose_account(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    words: Words,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    reading: Transaction,
) -> None:
    """Draw the form anew with the packs of the account that was chosen; Slack keeps what was typed.

    What the description began with was not typed, and is carried over from the form.
    """
    option, view = action["selected_option"], body["view"]
    channel = form.origin_of(view).channel
    theirs = accounts()
    with reading() as session:
        account = account_entry(session, account_id=int(option["value"])) if option else None
        if account is not None and account not in theirs and not person.is_technician:
            raise ForeignAccount("account")
        payers = _payers(session, person, theirs, account=account, policy=policy, now=now)
        offer = _offer(session, payers, channel=channel, words=words, policy=policy, workspace=workspace, now=now)
    drawn = form.view(words=words, policy=policy, offer=replace(offer, description=form.described(view)))
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    ack()


def offer_products(
    ack: Ack, payload: dict[str, Any], words: Words, policy: Policy, now: datetime, reading: Transaction
) -> None:
    """Offer the products whose name contains what was typed so far."""
    with reading() as session:
        products = catalogue(session, limit=SELECT_LIMIT, typed=payload["value"])
    ack(options=form.product_options(products, words=words, policy=policy, today=policy.today(None, now)))


def offer_accounts(ack: Ack, payload: dict[str, Any], person: Person, accounts: Accounts, reading: Transaction) -> None:
    """Offer a technician the accounts whose name contains what was typed so far; a customer their own."""
    if not person.is_technician:
        ack(options=account_options(accounts()))
        return
    with reading() as session:
        ack(options=account_options(all_accounts(session, limit=SELECT_LIMIT, typed=payload["value"])))


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    accounts: Accounts,
    transaction: Transaction,
) -> None:
    """Open the incident described in the form, then close the form."""
    answers = form.read(view, policy=policy, is_technician=bool(person.is_technician))
    theirs = [one.id for one in accounts()]
    if answers.payment.account_id is None and len(theirs) > 1 and not person.is_technician:
        raise WhichAccount("account")
    with transaction() as session:
        open_incident(
            session,
            answers=answers,
            form_id=view["id"],
            opened_by=person,
            opened_in=form.origin_of(view).channel,
            policy=policy,
            workspace=workspace,
            now=now,
            accounts=theirs,
        )
    ack()


def _channel(body: dict[str, Any]) -> str:
    """Return the channel a command or message shortcut came from; "" for a global shortcut, which has none."""
    return str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")


def _first(session: Session, theirs: Sequence[AccountEntry], channel: str) -> AccountEntry | None:
    """Return the account that pays unless another is chosen: the one the channel is tied to, or the only one."""
    here = account_at(session, channel=channel)
    return next((one for one in theirs if one.id == here), theirs[0] if len(theirs) == 1 else None)


def _payers(
    session: Session,
    person: Person,
    theirs: Sequence[AccountEntry],
    *,
    account: AccountEntry | None,
    policy: Policy,
    now: datetime,
) -> Payers:
    is_technician = bool(person.is_technician)
    packs = packs_of(session, account_ids=[account.id]) if account else []
    return Payers(
        accounts=all_accounts(session, limit=SELECT_LIMIT + 1) if is_technician else theirs,
        account=account,
        packs=[one for one in packs if one.is_usable(now)],
        is_technician=is_technician,
        per_incident=not policy.packs.required,
    )


def _offer(
    session: Session, payers: Payers, *, channel: str, words: Words, policy: Policy, workspace: Workspace, now: datetime
) -> form.Offer:
    return form.Offer(
        products=catalogue(session, limit=SELECT_LIMIT + 1),
        payers=payers,
        today=policy.today(payers.account.calendar if payers.account else None, now),
        channel=channel,
        managers=mentions(workspace.managers) or words("a-manager"),
    )


def _refuse_without_pack(payers: Payers, workspace: Workspace) -> None:
    """Say at once that nothing can be filed, instead of after everything is typed."""
    if payers.per_incident or payers.is_technician:
        return
    if not payers.accounts:
        raise NoAccount(managers=workspace.managers)
    if payers.account is not None and not payers.packs and len(payers.accounts) == 1:
        raise NoPack(account=escape(payers.account.name), managers=workspace.managers)
