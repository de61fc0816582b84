"""Who pays for an incident, and with what? The fields *Account* and *Paid with*, and why an exception is made."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ContextBlock,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.facts.account import AccountEntry
from bot.facts.payers import Payers
from bot.forms.fields import NotChosen, asked, chosen_or_none, option_text, typed
from bot.forms.notices import notice
from bot.forms.pack import paying_option
from bot.rules.carried import NUMBER
from bot.rules.filing import Payment
from bot.rules.options import SELECT_LIMIT
from bot.rules.person import TechniciansUnknown
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown

ACCOUNT = "account"
"""Action id of the choice of an account; the form is redrawn with that account's packs."""
ACCOUNT_OPTIONS = "account_options"
"""The same, if Slack asks for accounts because there are too many for a plain select."""
PER_INCIDENT = "per_incident"
"""Value of *Pay per incident*."""
EXCEPTION_LIMIT = 500
"""Maximum characters of the reason for an exception."""


def account_blocks(payers: Payers, words: Words) -> list[InputBlock]:
    """Return the field *Account*; an empty list if there is nothing to choose."""
    if not payers.is_asked:
        return []
    is_optional = payers.is_technician or payers.account is not None
    hint = words("hint-account") if payers.is_technician else None
    return [asked("account", _accounts(payers, words), words, optional=is_optional, dispatch=True, hint=hint)]


def payment_blocks(payers: Payers, words: Words, *, help_by: str, present: str = "") -> list[InputBlock | ContextBlock]:
    """Return the field *Paid with*, or what somebody who belongs to no account can do; `help_by` names the managers.

    If the pack that was chosen (`present`) can no longer pay, a notice says so.
    """
    if payers.account is None:
        advice = words("advice-no_account", managers=help_by)
        return [] if payers.is_asked else [notice("paid_with", advice)]
    options = [paying_option(pack, words) for pack in payers.packs[: SELECT_LIMIT - 1]]
    if payers.per_incident:
        options.append(Option(value=PER_INCIDENT, text=words("paid_with-per_incident")))
    if not options:
        account = shown(payers.account.name)
        return [notice("paid_with", words("refusal-no_pack", account=account, managers=help_by))]
    # Slack keeps a choice as long as block id and action id are the same; another account's packs need a new choice.
    element = StaticSelectElement(
        action_id=f"paid_with_{payers.account.id}", options=options, initial_option=options[0]
    )
    is_gone = bool(present) and present not in [one.value for one in options]
    gone = [notice("paid_with", words("notice-pack_gone"))] if is_gone else []
    return [*gone, asked("paid_with", element, words, optional=True, hint=words("hint-paid_with"))]


def exception_blocks(payers: Payers, words: Words) -> list[InputBlock]:
    """Return the field for a technician's reason to make an exception from the contract; an empty list for others."""
    if not payers.is_technician:
        return []
    element = PlainTextInputElement(max_length=EXCEPTION_LIMIT)
    return [asked("exception", element, words, optional=True, hint=words("hint-exception"))]


def read_payment(values: dict[str, Any], *, default_account: int | None, is_technician: bool | None = False) -> Payment:
    """Return the account and what it pays with; a technician who empties *Account* files an incident of their own.

    Raises `NotChosen`; `TechniciansUnknown` if it depends on whether this is a technician and Slack does not say.
    """
    account = chosen_or_none(values, "account")
    if account is not None and not NUMBER.fullmatch(account):
        raise NotChosen("account")
    is_emptied = "account" in values and account is None
    if is_emptied and is_technician is None:
        raise TechniciansUnknown("account")
    account_id = int(account) if account else None if is_emptied and is_technician else default_account
    paid_with = chosen_or_none(values, "paid_with") if account_id == default_account else None
    if paid_with in {None, PER_INCIDENT}:
        return Payment(account_id, per_incident=paid_with == PER_INCIDENT)
    if paid_with is None or not NUMBER.fullmatch(paid_with):
        raise NotChosen("paid_with")
    return Payment(account_id, pack_id=int(paid_with))


def read_exception(values: dict[str, Any], *, is_technician: bool | None) -> str:
    """Return why a technician makes an exception; "" if none is made, or for somebody who may not make one.

    Raises `TechniciansUnknown` if there is a reason and Slack does not say whether this is a technician.
    """
    if is_technician is False or "exception" not in values:
        return ""
    exception = typed(values, "exception", limit=EXCEPTION_LIMIT, required=False)
    if exception and is_technician is None:
        raise TechniciansUnknown("exception")
    return exception


def account_options(accounts: Sequence[AccountEntry]) -> list[Option]:
    """Return the options for these accounts, at most as many as Slack allows."""
    return [_account_option(one) for one in accounts[:SELECT_LIMIT]]


def _account_option(account: AccountEntry) -> Option:
    """Return the option for this account; its code below the name distinguishes accounts of the same name."""
    return Option(value=str(account.id), text=option_text(account.name), description=option_text(account.code))


def _accounts(payers: Payers, words: Words) -> InputInteractiveElement:
    initial = _account_option(payers.account) if payers.account else None
    placeholder = words("placeholder-account")
    if len(payers.accounts) > SELECT_LIMIT:
        return ExternalDataSelectElement(
            action_id=ACCOUNT_OPTIONS, placeholder=placeholder, min_query_length=1, initial_option=initial
        )
    return StaticSelectElement(
        action_id=ACCOUNT,
        placeholder=placeholder,
        options=account_options(payers.accounts),
        initial_option=initial,
    )
