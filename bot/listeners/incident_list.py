"""`/incident list` and `/incident search`: somebody looks for incidents, and turns the pages of what was found."""

from dataclasses import replace
from typing import get_args

from bot.directory.card_addresses import addresses_of
from bot.listeners.gesture import Gesture
from bot.messages import incident_list as messages
from bot.operations.accounts.named import check_sees_account, find_account
from bot.queries.accounts import account_entry
from bot.queries.full_text import words_typed
from bot.queries.incident_list import list_incidents
from bot.queries.incident_search import search_incidents
from bot.rules.incident_list import Page, Which
from bot.rules.refusal import Refusal
from bot.texts.catalogue import listed
from bot.texts.message import Message
from models.search_text import folded


class NothingToFind(Refusal):
    """What was typed has no word to search for."""

    text = "refusal-no_words"


NAMED: tuple[Which, ...] = tuple(one for one in get_args(Which) if one != "found")
"""The lists that have a name."""
NAMES = {folded(name): which for which in NAMED for name in listed(f"list_name-{which}")}
"""The list that each name stands for, in every language."""


def asked_list(gesture: Gesture, typed: str) -> Message:
    """Return the first page of the named list, limited to the account whose code follows and to the words after that.

    Raises `NothingToFind` if the text after the name has no word to search for.
    """
    which, named = split_name(typed)
    code, _, words = named.partition(" ")
    context = gesture.reader_context
    with gesture.reading() as session:
        account = find_account(session, code, context=context) if code else None
    rest = words if account else named
    if rest and not words_typed(rest):
        raise NothingToFind
    return show(gesture, Page(which, account.id if account else None, rest))


def asked_search(gesture: Gesture, typed: str) -> Message:
    """Return the first page of incidents that contain the words; raise `NothingToFind` if there are no words."""
    if not words_typed(typed):
        raise NothingToFind
    return show(gesture, Page("found", typed=typed))


def show(gesture: Gesture, page: Page) -> Message:
    """Return a page of the incidents that the asker may see."""
    context, person = gesture.reader_context, gesture.person
    accounts = context.accounts
    check_sees_account(page.account, context=context)
    look = search_incidents if page.which == "found" else list_incidents
    with gesture.reading() as session:
        listed = look(session, page, person=person, accounts=accounts, limit=messages.LIST_LIMIT)
        account = account_entry(session, account_id=page.account) if page.account is not None else None
    return messages.incident_list(
        listed,
        words=replace(gesture.words, links=addresses_of(listed.cards, people=gesture.people)),
        now=gesture.now,
        account=account.code if account else "",
        shows_account=account is None and (person.is_staff or len(accounts) > 1),
    )


def split_name(typed: str) -> tuple[Which, str]:
    """Return the list that the text names first, and the rest of it; the list of open incidents if none is named."""
    parts = typed.split()
    for length in (3, 2, 1):
        name = folded(" ".join(parts[:length]))
        if len(parts) >= length and name in NAMES:
            return NAMES[name], " ".join(parts[length:])
    return "open", typed
