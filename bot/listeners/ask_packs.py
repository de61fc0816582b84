"""`/incident packs`: somebody asks what is left, and what became of the rest."""

from collections.abc import Sequence
from datetime import datetime

from bot.database import Transaction
from bot.facts.account import AccountEntry
from bot.messages import pack as messages
from bot.messages.blocks import shorten
from bot.queries.accounts import account_named
from bot.queries.packs import histories_of
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import escape

CODE_LIMIT = 60


class NoSuchAccount(Refusal):
    """There is no such account, or none that the asker may see: the answer is the same."""

    text = "refusal-no_such_account"


def packs_asked(
    code: str,
    *,
    person: Person,
    accounts: Sequence[AccountEntry],
    words: Words,
    workspace: Workspace,
    now: datetime,
    reading: Transaction,
) -> Message:
    """Return the packs of the asker's accounts, or of the one with this code; raise `NoSuchAccount`."""
    sees_all = person.is_technician or person.is_manager
    asked = [_named(code, accounts, sees_all=bool(sees_all), reading=reading)] if code else accounts
    if not asked:
        if sees_all:
            return messages.which_account(words=words)
        return messages.no_account(managers=workspace.managers, words=words)
    with reading() as session:
        histories, count = histories_of(
            session,
            account_ids=[one.id for one in asked],
            now=now,
            packs=messages.PACKS_SHOWN,
            entries=messages.ENTRIES_SHOWN,
        )
    return messages.packs(histories, count, accounts=asked, words=words, now=now)


def _named(code: str, accounts: Sequence[AccountEntry], *, sees_all: bool, reading: Transaction) -> AccountEntry:
    with reading() as session:
        account = account_named(session, code=code)
    if account is None or not (sees_all or account.id in {one.id for one in accounts}):
        raise NoSuchAccount(account=escape(shorten(code, CODE_LIMIT)))
    return account
