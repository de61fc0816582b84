"""`/incident packs`: somebody asks what is left, and what became of the rest."""

from collections.abc import Sequence

from bot.facts.account import AccountEntry
from bot.listeners.card_links import words_with_seen
from bot.listeners.gesture import Gesture
from bot.messages import pack as messages
from bot.queries.accounts import account_named
from bot.queries.packs import histories_of
from bot.rules.refusal import Refusal
from bot.texts.message import Message
from bot.texts.slack_text import shown

CODE_LIMIT = 60
"""Maximum characters shown of an account's code that was typed."""


class NoSuchAccount(Refusal):
    """There is no such account, or none that the asker may see: the answer is the same."""

    text = "refusal-no_such_account"


def packs_asked(gesture: Gesture, code: str) -> Message:
    """Return the packs of the asker's accounts, or of the one with this code; raise `NoSuchAccount`."""
    sees_all = gesture.person.is_staff
    theirs = gesture.found_accounts.known if sees_all else gesture.accounts
    accounts = [_named(gesture, code, theirs)] if code else theirs
    if not accounts and sees_all:
        return messages.which_account(words=gesture.words)
    if not accounts:
        return messages.no_account(managers=gesture.workspace.managers, words=gesture.words)
    with gesture.reading() as session:
        histories, count = histories_of(
            session,
            account_ids=[one.id for one in accounts],
            now=gesture.now,
            packs=messages.PACKS_SHOWN,
            entries=messages.ENTRIES_SHOWN,
        )
    numbers = {entry.incident for one in histories for entry in one.entries if entry.incident is not None}
    words = words_with_seen(gesture, numbers)
    return messages.packs(histories, count, accounts=accounts, words=words, now=gesture.now)


def _named(gesture: Gesture, code: str, theirs: Sequence[AccountEntry]) -> AccountEntry:
    with gesture.reading() as session:
        account = account_named(session, code=code)
    if account is None or not (gesture.person.is_staff or account in theirs):
        raise NoSuchAccount(account=shown(code, CODE_LIMIT))
    return account
