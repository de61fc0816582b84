"""A customer files an incident: it is stored with its deadline, and all that must be said about it is arranged."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from bot.database import id_of
from bot.forms.open_incident import COVERED, Answers, UnknownProduct
from bot.forms.paid_with import Payment
from bot.idempotency import is_new
from bot.operations.incidents.beginning import begin_incident
from bot.operations.packs.reservation import PackExpired, PackUsedUp, enter_reservation, reserve_unit
from bot.policy import Policy
from bot.queries.accounts import account_at, channels_of
from bot.rules.deadlines import deadline_of
from bot.rules.lifecycle import last_day
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.slack_text import escape
from models import Account, Incident, Pack, Product


class ProductEnded(Refusal):
    """The product is out of its lifecycle. Source: contract, what is not covered."""

    text = "refusal-product_ended"


class NoAccount(Refusal):
    """Incidents are paid with packs, and this person is of no account."""

    text = "refusal-no_account"


class NoPack(Refusal):
    """Incidents are paid with packs, and the account has nothing left."""

    text = "refusal-no_pack"


class ForeignAccount(Refusal):
    """The person does not belong to the account, or not any more."""

    text = "refusal-foreign_account"


def open_incident(
    session: Session,
    *,
    answers: Answers,
    form_id: str,
    opened_by: Person,
    opened_in: str,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    accounts: Collection[int] = (),
) -> int:
    """Store the incident with its deadline, cards, reminders and payment, and return its number.

    `accounts` are those the person belongs to; a technician files for any. The same form sent twice gives the same
    incident. Raises a `Refusal` at the field that it is about: what the contract does not cover, then who pays.
    """
    if not is_new(session, key=f"form {form_id}", now=now):
        known = session.exec(select(Incident.id).where(Incident.form_id == form_id)).one()
        assert known is not None  # noqa: S101 - a stored row has its number
        return known
    account = _account(session, answers.payment, opened_by, accounts)
    calendar = account.calendar if account else None
    is_ended = _is_ended(session, answers, policy=policy, calendar=calendar, now=now)
    terms = policy.terms(severity=answers.severity, cover=answers.cover, filed_at=now, calendar=calendar)
    pack = _pack(session, answers.payment, account, policy=policy, workspace=workspace, now=now)
    incident = Incident(
        form_id=form_id,
        account_id=account.id if account else None,
        pack_id=pack.id if pack else None,
        billing="reserved" if pack else "pay_per_incident",
        request=answers.request,
        exception_reason=answers.exception if is_ended or answers.request != COVERED else "",
        title=answers.title,
        description=answers.description,
        product_id=answers.product_id,
        severity=answers.severity,
        cover=answers.cover,
        contacts=answers.contacts,
        opened_by=opened_by.user_id,
        opened_in=_customer_place(session, account, opened_in, opened_by, workspace),
        opened_at=now,
        terms=terms.model_dump(mode="json"),
        deadline_at=deadline_of(terms, now),
    )
    session.add(incident)
    session.flush()
    if pack is not None:
        enter_reservation(
            session, pack=pack, incident_id=incident.number, actor=opened_by.user_id, policy=policy, now=now
        )
    begin_incident(session, incident, actor=opened_by.user_id, workspace=workspace, now=now)
    return incident.number


def _account(session: Session, payment: Payment, person: Person, accounts: Collection[int]) -> Account | None:
    """Return the account that pays; raise `ForeignAccount` for one that this person may not file for."""
    if payment.account_id is None:
        return None
    if payment.account_id not in accounts and not person.is_technician:
        raise ForeignAccount("account")
    account = session.get(Account, payment.account_id)
    if account is None:
        raise ForeignAccount("account")
    return account


def _is_ended(session: Session, answers: Answers, *, policy: Policy, calendar: str | None, now: datetime) -> bool:
    """Is the product out of its lifecycle today in the account's zone, and accepted as an exception?

    Raises `UnknownProduct` for one that is gone, `ProductEnded` where no exception is made.
    """
    if answers.product_id is None:
        return False
    product = session.get(Product, answers.product_id)
    if product is None:
        raise UnknownProduct("product")
    ends = last_day(product.mainstream_end, product.extended_end)
    if ends is None or policy.today(calendar, now) <= ends:
        return False
    if not answers.exception:
        raise ProductEnded("product", product=escape(product.name), date=ends)
    return True


def _pack(
    session: Session, payment: Payment, account: Account | None, *, policy: Policy, workspace: Workspace, now: datetime
) -> Pack | None:
    """Return the pack that pays; None where the incident is paid by itself and the policy allows that."""
    if account is None:
        if policy.packs.required:
            raise NoAccount("account", managers=workspace.managers)
        return None
    if payment.per_incident and not policy.packs.required:
        return None
    pack, problem = None, None
    try:
        pack = reserve_unit(session, account_id=id_of(account), chosen=payment.pack_id, now=now)
    except (PackExpired, PackUsedUp) as refusal:
        if not policy.packs.required or reserve_unit(session, account_id=id_of(account), chosen=None, now=now):
            raise  # There is another way to pay.
        problem = refusal
    if pack is None and policy.packs.required:
        raise NoPack("paid_with", account=escape(account.name), managers=workspace.managers) from problem
    return pack


def _customer_place(
    session: Session, account: Account | None, opened_in: str, opened_by: Person, workspace: Workspace
) -> str:
    """Return where the customer's card goes: to the channel of filing, unless that is the technicians' own.

    What was filed in no channel or in a direct message (D…) is answered in the direct message with Guichet. What a
    technician files for an account goes to that account's channel, if it has one; nothing goes to another account's.
    """
    own = channels_of(session, account_id=id_of(account)) if account else []
    tied_to = account_at(session, channel=opened_in)
    is_foreign = tied_to is not None and tied_to != (account.id if account else None)
    if own and opened_in not in own and (is_foreign or opened_by.is_technician):
        return own[0]
    is_theirs = opened_in and opened_in != workspace.triage_channel and not opened_in.startswith("D") and not is_foreign
    return opened_in if is_theirs else opened_by.user_id
