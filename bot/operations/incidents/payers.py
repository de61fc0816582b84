"""Who may pay for what somebody files? Found when a form or an offer is made; filing it checks that again."""

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
    """Incidents are paid with packs, and this person is of no account."""

    text = "refusal-no_account"


class NoPack(Refusal):
    """Incidents are paid with packs, and the account has nothing left."""

    text = "refusal-no_pack"


class ForeignAccount(Refusal):
    """The person does not belong to the account, or no longer does."""

    text = "refusal-foreign_account"


class AuthorOfNoAccount(Refusal):
    """Who wrote a message belongs to no account, and neither does the channel: nobody could pay."""

    text = "refusal-author_of_no_account"


class ChooseInForm(Refusal):
    """Technicians and managers file for any account, so they say for which one: only a form asks them."""

    text = "refusal-choose_in_form"


@dataclass(frozen=True)
class OfferedTo:
    """Who pays for what a message is offered to be filed as."""

    account_id: int | None
    choices: Sequence[int] = ()
    """Numbers of the accounts among which somebody must choose."""


def payers_at(session: Session, *, channel: str, account_id: int | None = None, context: Context) -> Payers:
    """Return who may pay for what this person files in the channel, "" for none, before anything is chosen.

    `account_id` is the account that is offered to pay already; None for the one that `_first` returns. Raises
    `NoAccount` or `NoPack` where the policy wants a pack and there is none, and what `payers_for` and `_first` raise.
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
    """Return who pays for what is offered in the channel to the person of the context, whoever asked for the offer.

    What a technician offers in a channel that is tied to an account is for that account, and what they offer elsewhere
    to somebody else is for the account of that person, whatever is left to pay with. Raises what `_check_is_customer`
    raises; for who asks for an offer to themselves, what `payers_at` raises.
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
    """Return the accounts for which the person may file: up to `limit` that fit for a technician, else their own."""
    if context.person.is_technician:
        return all_accounts(session, limit=limit, typed=typed)
    return account_entries(session, account_ids=context.accounts)


def check_files_for(account_id: int, *, context: Context) -> None:
    """Raise `ForeignAccount` for an account for which this person may not file.

    Raises `TechniciansUnknown` or `AccountsUnknown` where Slack has not told whether they may.
    """
    if account_id in context.accounts or context.person.is_technician:
        return
    if context.person.is_technician is None:
        raise TechniciansUnknown("account")
    raise ForeignAccount("account") if context.accounts_complete else AccountsUnknown("account")


def _payers(session: Session, account: AccountEntry | None, context: Context) -> Payers:
    packs = usable_packs(session, account_ids=[account.id], now=context.now) if account else []
    return Payers(
        accounts=accounts_to_choose(session, limit=SELECT_LIMIT + 1, context=context),
        account=account,
        packs=packs,
        is_technician=bool(context.person.is_technician),
        per_incident=not context.policy.packs.required,
    )


def _check_is_customer(session: Session, channel: str, context: Context, *, is_for_another: bool) -> None:
    """Raise why nothing is offered to this person in a channel that is tied to no account.

    `ChooseInForm` for technicians and managers, but outside of triage not for those of `_named_in`;
    `AuthorOfNoAccount` for somebody of no account to whom another offers it. A provider without accounts is paid for
    each incident by itself: nothing is raised. Raises `TechniciansUnknown` and `AccountsUnknown` where it depends on
    that.
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
    """Return the account that pays unless another is chosen: the one the channel is tied to, or the only one.

    Raises `AccountsUnknown` where a customer may have accounts that are not known just now: nobody is to find out
    later that an incident was paid by itself. Technicians and managers choose, where the channel does not say it: they
    are in the channels of customers as who helps there. So the only one of a manager is the only one of `_named_in`.
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
    """Return the accounts that name a manager or their address, whose customer they are too; none for technicians."""
    person = context.person
    return accounts_of(session, person=person, channels=[]) if person.is_technician is False else []


def _check_can_pay(payers: Payers, context: Context) -> None:
    """Raise `NoAccount` or `NoPack` where nothing can be filed, before everything is typed."""
    if payers.per_incident or payers.is_technician:
        return
    managers = context.workspace.managers
    if not payers.accounts:
        raise NoAccount(managers=managers)
    if payers.account is not None and not payers.packs and len(payers.accounts) == 1:
        raise NoPack(account=shown(payers.account.name), managers=managers)
