"""Whose packs or incidents is somebody asking for? Accounts are named by their codes."""

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
"""Maximum characters shown of what was typed as an account's code."""


class NoSuchAccount(Refusal):
    """There is no such account, or the asker may not see it: the answer is the same."""

    text = "refusal-no_such_account"


def accounts_asked_for(session: Session, code: str, *, context: Context) -> Sequence[AccountEntry]:
    """Return the account with this code, or the asker's own for ""; raise `NoSuchAccount` or `AccountsUnknown`."""
    if not code:
        _check_complete(context)
        return account_entries(session, account_ids=context.accounts)
    account = find_account(session, code, context=context)
    if account is None:
        raise NoSuchAccount(account=shown(code, CODE_LIMIT))
    return [account]


def find_account(session: Session, code: str, *, context: Context) -> AccountEntry | None:
    """Return the account with this code if there is one that the person may see; raise `AccountsUnknown`.

    Technicians and managers see all accounts, others only their own.
    """
    _check_complete(context)
    account = account_named(session, code=code)
    is_visible = account is not None and (context.person.is_staff or account.id in context.accounts)
    return account if is_visible else None


def check_sees_account(account_id: int | None, *, context: Context) -> None:
    """Raise `NotOurs` if the person may not see the account that a button carries; None stands for all accounts."""
    if account_id is not None and not context.person.is_staff and account_id not in context.accounts:
        raise NotOurs


def _check_complete(context: Context) -> None:
    """Raise `AccountsUnknown` if the answer depends on the person's accounts, and Slack has not told all of them."""
    if not (context.person.is_staff or context.accounts_complete):
        raise AccountsUnknown
