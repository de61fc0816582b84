"""What do `/incident list` and `/incident search` answer? One line each, and buttons to other pages."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.facts.counted import COUNT_LIMIT, is_more
from bot.facts.incident import IncidentFacts
from bot.facts.incident_list import IncidentList
from bot.messages.blocks import message, paragraph, small_print
from bot.messages.card import deadline_line, status_of
from bot.messages.menu import filing
from bot.rules.incident_list import LOOKED_THROUGH
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

LIST_LIMIT = 15
"""Maximum incidents on a page."""
TITLE_LIMIT, ACCOUNT_LIMIT, TYPED_LIMIT = 60, 40, 100
"""Maximum characters shown of a title, of an account's name, and of what was typed."""
PREVIOUS, NEXT = "list_previous", "list_next"
"""Action ids of the buttons."""


def incident_list(
    listed: IncidentList, *, words: Words, now: datetime, account: str = "", shows_account: bool = False
) -> Message:
    """Return one line for each incident; `account` is the code of the only account that was asked about, or "".

    `words` has the links to the cards.
    """
    page = listed.page
    typed, account = shown(page.typed, TYPED_LIMIT), shown(account, ACCOUNT_LIMIT)
    notes = [small_print(words("list-cut", count=str(LOOKED_THROUGH)))] if listed.is_cut else []
    if not listed.incidents:
        text = _nothing(listed, words, account=account, typed=typed)
        # "search is broken" may be a problem to file.
        return message(text, [paragraph(text), *notes, *([filing(page.typed, words=words)] if page.typed else [])])
    title = words(f"list_title-{page.which}", count=_count(listed, words))
    about = [one for one in (account, typed and words("list-typed", typed=typed)) if one]
    heading = " · ".join([title, *about])
    lines = [_line(one, words, now, shows_account=shows_account) for one in listed.incidents]
    return message(heading, [*map(paragraph, [heading, *lines]), *notes, *_buttons(listed, words)])


def _nothing(listed: IncidentList, words: Words, *, account: str, typed: str) -> str:
    if typed or listed.page.which == "found":
        nothing = words("list_none-words", typed=typed)
        is_part = listed.page.which not in {"all", "found"}
        return f"{nothing} {words('list_none-elsewhere')}" if is_part else nothing
    return words("list_none-account", account=account) if account else words(f"list_none-{listed.page.which}")


def _count(listed: IncidentList, words: Words) -> str:
    if is_more(listed.count):
        return words("list-count-many", count=str(COUNT_LIMIT))
    return str(max(listed.count, len(listed.incidents)))


def _line(facts: IncidentFacts, words: Words, now: datetime, *, shows_account: bool) -> str:
    title = shown(facts.title, TITLE_LIMIT)
    account = shown(facts.account or "", ACCOUNT_LIMIT) if shows_account else ""
    return words(
        "list-line",
        incident=words.named(facts.number),
        severity=facts.severity,
        title=" · ".join(one for one in (title, account) if one),
        status=status_of(facts, words=words, now=now),
        deadline=deadline_line(facts, words=words, now=now),
    )


def _buttons(listed: IncidentList, words: Words) -> Sequence[Block]:
    pages = {PREVIOUS: listed.previous, NEXT: listed.next}
    row = [
        ButtonElement(text=words(f"button-{action}"), action_id=action, value=page.encode())
        for action, page in pages.items()
        if page is not None
    ]
    return [ActionsBlock(elements=row)] if row else []
