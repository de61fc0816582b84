"""Whose packs or incidents does somebody ask for? An account is named by its code."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.facts.account import AccountEntry
from bot.operations.context import Context
from bot.queries.accounts import account_entries, account_named
from bot.rules.carried import NotOurs
from bot.rules.person import AccountsUnknown
from bot.rules.refusal import Refusal
from bot.texts.slack_text import shown

CODE_LIMIT = 60
"""Maximum characters shown of an account's code that was typed."""


class NoSuchAccount(Refusal):
    """There is no such account, or none that the asker may see: the answer is the same."""

    text = "refusal-no_such_account"


def accounts_asked_for(session: Session, code: str, *, context: Context) -> Sequence[AccountEntry]:
    """Return the account with this code, or for "" those of the asker; raise `NoSuchAccount` or `AccountsUnknown`."""
    if not code:
        _check_complete(context)
        return account_entries(session, account_ids=context.accounts)
    account = find_account(session, code, context=context)
    if account is None:
        raise NoSuchAccount(account=shown(code, CODE_LIMIT))
    return [account]


def find_account(session: Session, code: str, *, context: Context) -> AccountEntry | None:
    """Return the account with this code if there is one that the person may see; raise `AccountsUnknown`.

    Technicians and managers see all, others their own.
    """
    _check_complete(context)
    account = account_named(session, code=code)
    is_visible = account is not None and (context.person.is_staff or account.id in context.accounts)
    return account if is_visible else None


def check_sees_account(account_id: int | None, *, context: Context) -> None:
    """Raise `NotOurs` for an account, carried by a button, that the person may not see; None stands for all."""
    if account_id is not None and not context.person.is_staff and account_id not in context.accounts:
        raise NotOurs


def _check_complete(context: Context) -> None:
    """Raise `AccountsUnknown` where it depends on accounts of which Slack has not told all."""
    if not (context.person.is_staff or context.accounts_complete):
        raise AccountsUnknown
