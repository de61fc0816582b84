"""`/incident packs`: somebody asks what is left of their packs, and what the rest was used for."""

from bot.listeners.card_links import words_with_seen
from bot.listeners.gesture import Gesture
from bot.messages import pack as messages
from bot.operations.accounts.named import accounts_asked_for
from bot.queries.packs import histories_of
from bot.texts.message import Message


def packs_asked(gesture: Gesture, code: str) -> Message:
    """Return the packs of the asker's accounts, or of one with this code; raise what `accounts_asked_for` raises."""
    context = gesture.member_context
    with gesture.reading() as session:
        accounts = accounts_asked_for(session, code, context=context)
        histories, count = histories_of(
            session,
            account_ids=[one.id for one in accounts],
            now=gesture.now,
            packs=messages.PACKS_SHOWN,
            entries=messages.ENTRIES_SHOWN,
        )
    if not accounts and gesture.person.is_staff:
        return messages.which_account(words=gesture.words)
    if not accounts:
        return messages.no_account(managers=gesture.workspace.managers, words=gesture.words)
    numbers = {entry.incident for one in histories for entry in one.entries if entry.incident is not None}
    words = words_with_seen(gesture, numbers)
    return messages.packs(histories, count, accounts=accounts, words=words, now=gesture.now)
