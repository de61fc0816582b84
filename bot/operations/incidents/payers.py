"""Who may pay for what somebody files? Determined when a form or an offer is made, and checked again at filing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.facts.payers import Payers
from bot.operations.context import Context
from bot.queries.accounts import account_at, account_entries, account_entry, accounts_of, all_accounts
from bot.queries.packs import usable_packs
from bot.rules.options import SELECT_LIMIT
from bot.rules.person import AccountsUnknown, TechniciansUnknown
from bot.rules.refusal import Refusal
from bot.texts.slack_text import shown


class NoAccount(Refusal):
    """Incidents are paid with packs, and this person belongs to no account."""

    text = "refusal-no_account"


class NoPack(Refusal):
    """Incidents are paid with packs, and the account has nothing left."""

    text = "refusal-no_pack"


class ForeignAccount(Refusal):
    """The person does not belong to the account, or no longer does."""

    text = "refusal-foreign_account"


class AuthorOfNoAccount(Refusal):
    """Neither the author of a message nor its channel belongs to an account: nobody could pay."""

    text = "refusal-author_of_no_account"


class ChooseInForm(Refusal):
    """Technicians and managers may file for any account, so they must choose one, which only a form asks for."""

    text = "refusal-choose_in_form"


@dataclass(frozen=True)
class OfferedTo:
    """Who pays if the message for which an offer is made is filed."""

    account_id: int | None
    choices: Sequence[int] = ()
    """Ids of the accounts among which somebody must choose."""


def payers_at(session: Session, *, channel: str, account_id: int | None = None, context: Context) -> Payers:
    """Return who may pay for what this person files in the channel, "" for none, before anything is chosen.

    `account_id` is the account that an offer names as the payer; None for the one that `_first` returns. Raises
    `NoAccount` or `NoPack` if the policy wants a pack and there is none, and what `payers_for` and `_first` raise.
    """
    if account_id is None:
        payers = _payers(session, _first(session, channel, context), context)
    else:
        payers = payers_for(session, account_id, context=context)
    _check_can_pay(payers, context)
    return payers


def payers_for(session: Session, account_id: int | None, *, context: Context) -> Payers:
    """Return who may pay, with the packs of the account that was chosen; raise what `check_files_for` raises."""
    if account_id is None:
        return _payers(session, None, context)
    check_files_for(account_id, context=context)
    return _payers(session, account_entry(session, account_id=account_id), context)


def payers_of_offer(session: Session, *, channel: str, asked_by: str, context: Context) -> OfferedTo:
    """Return who pays for an offer made in the channel to the context's person, at the request of `asked_by`.

    In a channel tied to an account, an offer that a technician asks for is for that account; elsewhere, one for
    somebody else is for that person's account, whatever is left to pay with. Raises what `_check_is_customer` raises,
    and for somebody who asks for themselves, what `payers_at` raises.
    """
    here, is_for_another = account_at(session, channel=channel), asked_by != context.actor
    if here is not None and (is_for_another or context.person.is_technician):
        return OfferedTo(here)
    if here is None:
        _check_is_customer(session, channel, context, is_for_another=is_for_another)
    if is_for_another:
        payers = _payers(session, _first(session, channel, context), context)
    else:
        payers = payers_at(session, channel=channel, context=context)
    is_chosen = payers.account is not None or payers.is_technician
    return OfferedTo(payers.account_id, [] if is_chosen else [one.id for one in payers.accounts[:SELECT_LIMIT]])


def accounts_to_choose(session: Session, *, typed: str = "", limit: int, context: Context) -> Sequence[AccountEntry]:
    """Return the accounts for which the person may file: for a technician up to `limit` that match, else their own."""
    if context.person.is_technician:
        return all_accounts(session, limit=limit, typed=typed)
    return account_entries(session, account_ids=context.accounts)


def check_files_for(account_id: int, *, context: Context) -> None:
    """Raise `ForeignAccount` for an account for which this person may not file.

    Raises `TechniciansUnknown` or `AccountsUnknown` while it is not known whether they may.
    """
    if account_id in context.accounts or context.person.is_technician:
        return
    if context.person.is_technician is None:
        raise TechniciansUnknown("account")
    raise ForeignAccount("account") if context.accounts_complete else AccountsUnknown("account")


def _payers(session: Session, account: AccountEntry | None, context: Context) -> Payers:
    theirs = [account.id] if account else []
    packs = usable_packs(session, account_ids=theirs, now=context.now, limit=SELECT_LIMIT)
    return Payers(
        accounts=accounts_to_choose(session, limit=SELECT_LIMIT + 1, context=context),
        account=account,
        packs=packs,
        is_technician=bool(context.person.is_technician),
        per_incident=not context.policy.packs.required,
    )


def _check_is_customer(session: Session, channel: str, context: Context, *, is_for_another: bool) -> None:
    """Raise a refusal if nothing can be offered to this person in a channel that is tied to no account.

    Raises `ChooseInForm` for technicians and managers, except, outside triage channels, for those in `_named_in`;
    `AuthorOfNoAccount` for somebody without an account for whom another person asked; `TechniciansUnknown` or
    `AccountsUnknown` if it depends on that. Raises nothing if the provider has no accounts at all: each incident is
    then paid individually.
    """
    is_staff = context.person.is_staff if context.accounts else context.person.is_provider
    is_nobodys = is_for_another and not context.accounts
    if not (is_staff or is_nobodys) or not all_accounts(session, limit=1):
        return
    if is_staff:
        if channel not in context.workspace.triage_channels and _named_in(session, context):
            return
        raise ChooseInForm
    if not context.accounts_complete:
        raise AccountsUnknown
    raise AuthorOfNoAccount(who=f"<@{context.actor}>", managers=context.workspace.managers)


def _first(session: Session, channel: str, context: Context) -> AccountEntry | None:
    """Return the account that pays unless another is chosen: the one the channel is tied to, or the person's only one.

    Raises `AccountsUnknown` if a customer may have accounts that are not known right now: nobody should find out later
    that an incident was paid individually. Technicians and managers must choose if the channel does not decide it: they
    are in customers' channels as helpers. A manager's only account is therefore the only one in `_named_in`.
    """
    here = account_at(session, channel=channel)
    if here is not None and here in context.accounts:
        return account_entry(session, account_id=here)
    if context.person.is_technician:
        return None
    if not context.accounts_complete:
        raise AccountsUnknown
    if context.person.is_provider:
        named = _named_in(session, context)
        return named[0] if len(named) == 1 else None
    return account_entry(session, account_id=next(iter(context.accounts))) if len(context.accounts) == 1 else None


def _named_in(session: Session, context: Context) -> Sequence[AccountEntry]:
    """Return the accounts that name a manager or their e-mail domain, as their customer; none for technicians."""
    person = context.person
    return accounts_of(session, person=person, channels=[]) if person.is_technician is False else []


def _check_can_pay(payers: Payers, context: Context) -> None:
    """Raise `NoAccount` or `NoPack` if nothing can be filed, before the person fills in the form."""
    if payers.per_incident or payers.is_technician:
        return
    managers = context.workspace.managers
    if not payers.accounts:
        raise NoAccount(managers=managers)
    if payers.account is not None and not payers.packs and len(payers.accounts) == 1:
        raise NoPack(account=shown(payers.account.name), managers=managers)
