"""The App Home: what somebody finds under Guichet's name, by their role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.facts.counted import COUNT_LIMIT, is_more
from bot.facts.home import HomeFacts, MonthFigures, Queue
from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackLeft
from bot.messages import claim, roster, verdict
from bot.messages.blocks import header, labelled, paragraph, small_print
from bot.messages.card import ACKNOWLEDGE, deadline_line, status_of
from bot.messages.menu import FILE, FORMS
from bot.rules.home import DECISIONS_SHOWN, PACKS_SHOWN, REFUSED_SHOWN
from bot.rules.packs import masked
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown
from models.vocabulary import HomeList

CHOOSE, OPEN, TURN = "home_choose", "home_open", "home_turn"
"""Action ids; a button that turns to the first page, or refreshes it, carries no position."""
LISTS: tuple[HomeList, ...] = ("open", "unassigned", "mine", "waiting")
TITLE_LIMIT, NAME_LIMIT = 150, 60
"""Maximum characters of a title, and of an account's name."""


def customer_home(facts: HomeFacts, *, words: Words, now: datetime) -> dict[str, Any]:
    """Return the Home of somebody who files incidents."""
    blocks = [
        *_top(words, "ask_claim"),
        *([] if facts.has_account else [small_print(words("home-no_account"))]),
        header(words("home-title_customer")),
        *_queue(facts.queue, words, now, for_technicians=False),
        *_packs(facts.packs, words),
        *_closed(facts.closed, words, now),
    ]
    return _view(blocks, words, now)


def desk_home(facts: HomeFacts, *, words: Words, now: datetime, is_manager: bool) -> dict[str, Any]:
    """Return the Home of a technician or, with what waits for a decision, of a manager.

    `is_manager` is True for a manager of everything, who can do what `/incident admin` offers.
    """
    blocks = [
        *_top(words, *(["ask_admin"] if is_manager else [])),
        *roster.on_home(facts.rosters, words, now),
        *_decisions(facts, words),
        *_refused(facts, words),
        header(words("home-title_desk")),
        _choice(facts.queue.chosen, words),
        *_queue(facts.queue, words, now, for_technicians=True),
        *(_month(facts.month, words) if facts.month else []),
    ]
    return _view(blocks, words, now)


def soon(*, words: Words) -> dict[str, Any]:
    """Return the Home that is shown until the first page can be drawn."""
    return View(type="home", blocks=[*_top(words), paragraph(words("home-soon"))]).to_dict()


def _view(blocks: Sequence[Block], words: Words, now: datetime) -> dict[str, Any]:
    as_of = small_print(words("home-as_of", now=words.clock_time(now)))
    return View(type="home", blocks=[*blocks, as_of]).to_dict()


def _top(words: Words, *forms: str) -> list[Block]:
    row = [ButtonElement(text=words(f"button-{FILE}"), action_id=FILE, style="primary")]
    row += [ButtonElement(text=words(f"button-{one}"), action_id=one) for one in forms if one in FORMS]
    row.append(ButtonElement(text=words("button-home_refresh"), action_id=TURN))
    return [ActionsBlock(elements=row)]


def _choice(chosen: HomeList, words: Words) -> Block:
    options = [Option(value=one, text=words(f"home_list-{one}")) for one in LISTS]
    first = options[LISTS.index(chosen)]
    # The demo's local workspace shows the placeholder where Slack shows what is chosen.
    select = StaticSelectElement(
        action_id=CHOOSE, placeholder=words(f"home_list-{chosen}"), options=options, initial_option=first
    )
    return ActionsBlock(elements=[select])


def _queue(queue: Queue, words: Words, now: datetime, *, for_technicians: bool) -> list[Block]:
    if not queue.incidents:
        nothing = words(f"home_none-{queue.chosen}") if for_technicians else words("home-none_customer")
        return [paragraph(nothing), *_pages(queue, words)]
    many = words("home-count_many", count=COUNT_LIMIT) if is_more(queue.count) else ""
    blocks: list[Block] = [small_print(many or words("home-count", count=queue.count))]
    for one in queue.incidents:
        whose = words("home-turn_technician" if for_technicians else "home-turn_customer")
        turn = whose if one.number in queue.waiting else ""
        account = shown(one.account or "", NAME_LIMIT) if for_technicians else ""
        blocks.append(paragraph(_entry(one, words, now, account=account, turn=turn)))
        blocks.append(_acts(one.number, words, can_acknowledge=one.number in queue.can_acknowledge))
    return [*blocks, *_pages(queue, words)]


def _entry(facts: IncidentFacts, words: Words, now: datetime, *, account: str, turn: str) -> str:
    """Return an entry of the list as mrkdwn: the incident, the time left or its assignee, and whose turn it is."""
    first = [f"*{words.named(facts.number)}*", words(f"severity_short-{facts.severity}"), account]
    status = status_of(replace(facts, waits=None), words=words, now=now)
    left = words("home-due", deadline=deadline_line(facts, words=words, now=now)) if facts.status == "open" else ""
    return "\n".join([_dotted(first), shown(facts.title, TITLE_LIMIT), _dotted([status, left, turn])])


def _acts(number: int, words: Words, *, can_acknowledge: bool) -> Block:
    value = Subject(number).encode()
    row = [ButtonElement(text=words("button-home_open"), action_id=OPEN, value=value)]
    if can_acknowledge:
        text = words("button-acknowledge")
        row.insert(0, ButtonElement(text=text, action_id=ACKNOWLEDGE, value=value, style="primary"))
    return ActionsBlock(elements=row)


def _dotted(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _pages(queue: Queue, words: Words) -> list[Block]:
    """Return the buttons to other pages, each in a row of its own, as they share an action id."""
    first = [] if queue.is_first else [ButtonElement(text=words("button-home_first"), action_id=TURN)]
    place = queue.next.encode() if queue.next else ""
    following = [ButtonElement(text=words("button-home_next"), action_id=TURN, value=place)] if place else []
    return [ActionsBlock(elements=[one]) for one in (*following, *first)]


def _packs(packs: Sequence[PackLeft], words: Words) -> list[Block]:
    lines = [
        words(
            "home-pack",
            pack=masked(one.confirmation),
            left=one.left,
            size=one.size,
            until=words.calendar_day(one.expires_on),
        )
        for one in packs[:PACKS_SHOWN]
    ]
    return [header(words("home-title_packs")), paragraph("\n".join(lines))] if lines else []


def _closed(closed: Sequence[IncidentFacts], words: Words, now: datetime) -> list[Block]:
    lines = [
        _dotted([f"*{words.named(one.number)}*", shown(one.title, TITLE_LIMIT), status_of(one, words=words, now=now)])
        for one in closed
    ]
    return [header(words("home-title_closed")), *map(paragraph, lines)] if lines else []


def _decisions(facts: HomeFacts, words: Words) -> list[Block]:
    """Return the verdicts and claims that only a manager can decide, with their buttons."""
    if not facts.verdicts and not facts.claims:
        return []
    blocks: list[Block] = [header(words("home-title_decisions"))]
    for one in facts.verdicts[:DECISIONS_SHOWN]:
        blocks += verdict.entry(one, words)
    blocks += _more(facts.verdict_count - DECISIONS_SHOWN, words)
    for each in facts.claims[:DECISIONS_SHOWN]:
        lines = [words("claim-made", who=f"<@{each.user_id}>", number=masked(each.confirmation))]
        lines += [] if each.has_pack else [words("claim-no_pack")]
        blocks += [paragraph("\n".join(lines)), claim.row(each.id, words, has_pack=each.has_pack)]
    return [*blocks, *_more(facts.claim_count - DECISIONS_SHOWN, words), DividerBlock()]


def _more(count: int, words: Words) -> list[Block]:
    return [small_print(words("list-more", count=str(min(count, COUNT_LIMIT))))] if count > 0 else []


def _refused(facts: HomeFacts, words: Words) -> list[Block]:
    """Return the errors with which Slack refuses messages, most frequent first: somebody has to fix their causes."""
    most = sorted(facts.refused.items(), key=lambda one: -one[1])[:REFUSED_SHOWN]
    return [paragraph(words("trouble-held_up", count=count, error=shown(error, NAME_LIMIT))) for error, count in most]


def _month(month: MonthFigures, words: Words) -> list[Block]:
    figures = {"filed": month.filed, "in_time": month.in_time, "late": month.late, "closed": month.closed}
    pairs = [(words(f"home_month-{name}"), str(count)) for name, count in figures.items()]
    return [header(words("home-title_month")), labelled(pairs)]
