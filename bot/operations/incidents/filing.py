"""A customer files an incident: it is stored with its deadline, its payment, and everything that is posted about it."""

from dataclasses import dataclass

from sqlmodel import Session, select

from bot.database import id_of
from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.beginning import begin_incident
from bot.operations.incidents.eligibility import is_product_covered
from bot.operations.incidents.payers import ForeignAccount, NoAccount, NoPack, check_files_for
from bot.operations.packs.reservation import PackExpired, PackUsedUp, lock_paying_pack, reserve_unit
from bot.queries.accounts import account_at, first_channel_of
from bot.rules.carried import NotOurs
from bot.rules.deadlines import deadline_of
from bot.rules.filing import COVERED, Filing, Payment
from bot.rules.refusal import Gathering
from bot.rules.speaking import is_direct
from bot.texts.slack_text import shown
from models import Account, Incident, Pack, Product


@dataclass(frozen=True)
class _Checked:
    """What is known about a filing once it has been checked."""

    account: Account | None
    is_exception: bool
    pack: Pack | None


def file_incident(
    session: Session,
    *,
    filing: Filing,
    form_id: str,
    opened_in: str,
    context: Context,
    wrong: Gathering | None = None,
) -> int:
    """Store the incident with its deadline, cards, reminders and payment, and return its number.

    `opened_in` is the id of the channel where it is filed, "" for none; a technician may file for any account. The same
    form sent twice gives the same incident. Raises what `check_filing` raises.
    """
    if not record_key(session, key=f"form {form_id}", now=context.now):
        known = session.exec(select(Incident).where(Incident.form_id == form_id)).first()
        if known is None:  # Slack gives each form an id of its own.
            raise NotOurs
        return known.number
    checked = check_filing(session, filing, context=context, wrong=wrong)
    account, pack = checked.account, checked.pack
    customer = _customer(filing, context)
    opened_in = _customer_place(session, account, opened_in, customer=customer, context=context)
    incident = _incident(filing, account, form_id=form_id, opened_in=opened_in, customer=customer, context=context)
    incident.exception_reason = filing.exception if checked.is_exception else ""
    incident.desk = _desk(session, filing, account, context=context)
    if pack is not None:
        incident.pack_id, incident.billing = pack.id, "reserved"
    session.add(incident)
    session.flush()
    if pack is not None:
        reserve_unit(session, pack, incident_id=incident.number, context=context)
    begin_incident(session, incident, context=context)
    return incident.number


def check_filing(session: Session, filing: Filing, *, context: Context, wrong: Gathering | None = None) -> _Checked:
    """Return who pays, locked, and whether an exception is made.

    Raises together the refusals in `wrong` and those found here: what the contract does not cover, and who cannot pay.
    """
    found = wrong or Gathering()
    account = found.read(None, _account, session, filing.payment, context)
    is_exception = found.read(False, _is_exception, session, filing, account, context=context)
    pack = None
    if not found.refuses("account", "paid_with"):
        pack = found.read(None, _pack, session, filing.payment, account, context=context)
    found.check()
    return _Checked(account, is_exception, pack)


def _customer(filing: Filing, context: Context) -> str:
    """Return the member for whom it is filed; raise `NotOurs` for a customer who files in somebody else's name."""
    if filing.opened_by in {"", context.actor} or context.person.answers:
        return filing.opened_by or context.actor
    raise NotOurs


def _incident(
    filing: Filing, account: Account | None, *, form_id: str, opened_in: str, customer: str, context: Context
) -> Incident:
    """Return the row of a new incident, to be paid individually unless a pack is added."""
    now, calendar = context.now, account.calendar if account else None
    terms = context.policy.terms(severity=filing.severity, cover=filing.cover, filed_at=now, calendar=calendar)
    return Incident(
        form_id=form_id,
        account_id=account.id if account else None,
        billing="pay_per_incident",
        request=filing.request,
        title=filing.title,
        description=filing.description,
        product_id=filing.product_id,
        severity=filing.severity,
        cover=filing.cover,
        contacts=filing.contacts,
        opened_by=customer,
        opened_in=opened_in,
        opened_at=now,
        terms=terms.model_dump(mode="json"),
        deadline_at=deadline_of(terms, now),
        attachments=[one.model_dump() for one in filing.attachments],
        extra_answers=[one.model_dump() for one in filing.extra],
    )


def _desk(session: Session, filing: Filing, account: Account | None, *, context: Context) -> str:
    """Return the name of the product's desk, else of the account's, else of the first desk."""
    product = session.get(Product, filing.product_id) if filing.product_id is not None else None
    return context.workspace.desk_for(
        product=product.code if product else None, account=account.code if account else None
    )


def _account(session: Session, payment: Payment, context: Context) -> Account | None:
    """Return the account that pays; raise `ForeignAccount` for one that is gone, and what `check_files_for` raises."""
    if payment.account_id is None:
        return None
    account = session.get(Account, payment.account_id)
    if account is None:
        raise ForeignAccount("account")
    check_files_for(payment.account_id, context=context)
    return account


def _is_exception(session: Session, filing: Filing, account: Account | None, *, context: Context) -> bool:
    """Return True if the contract does not cover the filing, by its kind of request or its product's lifecycle.

    The form lets only a technician make an exception. Raises what `is_product_covered` raises.
    """
    product, exception = filing.product_id, filing.exception
    is_covered = is_product_covered(session, product, account, exception=exception, context=context)
    return filing.request != COVERED or not is_covered


def _pack(session: Session, payment: Payment, account: Account | None, *, context: Context) -> Pack | None:
    """Return the pack that pays; None if the incident is paid individually, where the policy allows that."""
    is_required, managers = context.policy.packs.required, context.workspace.managers
    if account is None:
        if is_required:
            raise NoAccount("account", managers=managers)
        return None
    if payment.per_incident and not is_required:
        return None
    number, now = id_of(account), context.now
    pack, problem = None, None
    try:
        pack = lock_paying_pack(session, account_id=number, chosen=payment.pack_id, now=now)
    except (PackExpired, PackUsedUp) as refusal:
        if not is_required or lock_paying_pack(session, account_id=number, chosen=None, now=now):
            raise  # There is another way to pay.
        problem = refusal
    if pack is None and is_required:
        raise NoPack("paid_with", account=shown(account.name), managers=managers) from problem
    return pack


def _customer_place(
    session: Session, account: Account | None, opened_in: str, *, customer: str, context: Context
) -> str:
    """Return where the customer's card goes: to the channel of filing, unless that is the technicians' own.

    An incident filed in no channel or in a direct message (D…) is answered in the direct messages with Guichet. One
    that a technician files for an account goes to that account's channel, if it has one; none goes to another account's
    channel.
    """
    tied_to = account_at(session, channel=opened_in)
    is_foreign = tied_to is not None and tied_to != (account.id if account else None)
    if account and tied_to != account.id and (is_foreign or context.person.is_technician):
        own = first_channel_of(session, account_id=id_of(account))
        if own is not None:
            return own
    is_nobodys = not opened_in or opened_in in context.workspace.triage_channels or is_direct(opened_in)
    return customer if is_nobodys or is_foreign else opened_in
