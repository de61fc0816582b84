"""What does a card show? Mostly the same facts on both sides, and the buttons of each side."""

from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.facts.incident import IncidentFacts
from bot.messages import (
    assignment,
    closing,
    duty,
    edit,
    filed_details,
    remark,
    reopening,
    roster,
    scope,
    severity,
    solution,
)
from bot.messages.blocks import (
    BLOCKS_LIMIT,
    buttons,
    header,
    labelled,
    length_of,
    message,
    paragraph,
    quotations,
    small_print,
)
from bot.rules.numbers import written
from bot.rules.packs import masked
from bot.rules.statuses import FINAL
from bot.rules.subject import Subject
from bot.rules.zones import load_zone
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

ACKNOWLEDGE = "acknowledge_incident"
"""Action id of the button."""
TRIAGE_BUTTONS = {
    "open": (ACKNOWLEDGE, remark.REPLY, scope.PROPOSE, solution.PROPOSE, closing.CLOSE, edit.EDIT),
    "acknowledged": (assignment.TAKE_OVER, remark.REPLY, scope.PROPOSE, solution.PROPOSE, closing.CLOSE, edit.EDIT),
    "closed": (remark.REPLY, reopening.REOPEN),
}
"""Action ids of the buttons on the technicians' card, by status."""
MORE = "act_menu"
"""Action id of *More…*: everything else that can be done."""
OPEN = "open_incident"
"""Action id of *Open*: the incident with its history, for somebody who reads about it elsewhere."""
MENU_BEFORE = "more_acts"
"""Action id of the menu that cards of earlier versions have instead of *More…*."""
DESCRIPTION_LIMIT, NOTE_LIMIT = 4500, 1500
"""Maximum characters, once escaped, of the description and of each other text, so that a card fits into one message
whatever was typed."""
BUTTONS_LENGTH = 300
"""Maximum characters of all buttons of a card and of the labels of its longest texts together."""
PRODUCT_LIMIT = 200
"""Maximum characters of a product's or account's name: a field takes 2000, even if each is written as `&amp;`."""


def customer_card(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return the card for the customer's side, whose channel is shown no phone numbers."""
    blocks = incident_blocks(facts, words, now, for_technicians=False, is_posted=True)
    if facts.outcome not in FINAL:  # Else its thread asks whoever writes there to write in the other incident's.
        blocks.append(small_print(words("card-reply_here")))
    if facts.status != "closed":
        blocks.append(_buttons(facts, words, severity.CHANGE, edit.EDIT, closing.WITHDRAW, MORE))
    elif facts.outcome not in FINAL:
        blocks.append(_buttons(facts, words, reopening.REOPEN))
    return message(summary(facts, words=words, now=now), blocks)


def triage_card(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return the card for the technicians, with buttons for the acts that nearly every incident needs, and *More…*."""
    blocks = incident_blocks(facts, words, now, is_posted=True)
    actions = [one for one in TRIAGE_BUTTONS[facts.status] if one != reopening.REOPEN or facts.outcome not in FINAL]
    return message(summary(facts, words=words, now=now), [*blocks, _buttons(facts, words, *actions, MORE)])


def status_of(facts: IncidentFacts, *, words: Words, now: datetime) -> str:
    """Return the status in words, as mrkdwn."""
    if facts.outcome:
        return words(f"status-{facts.outcome}", others=words.named(*facts.others))
    if facts.waits and facts.waits.waiting_since:
        return words("status-waiting", since=words.moment(facts.waits.waiting_since))
    if facts.acknowledged_by:
        return words("status-acknowledged", who=f"<@{facts.assigned_to or facts.acknowledged_by}>")
    return words("status-overdue" if now >= facts.deadline else "status-open")


def deadline_line(facts: IncidentFacts, *, words: Words, now: datetime, is_posted: bool = False) -> str:
    """Return the deadline and the time left or overdue, or by how much it was kept or missed, as mrkdwn.

    Lengths are counted on the clock of the promise. A card that `is_posted` in a channel does not give the time left,
    which would be wrong a minute later.
    """
    deadline, clock = words.moment(facts.deadline), facts.deadline_terms.clock
    margin = facts.counted_margin
    if margin is not None:
        kept = "deadline-kept" if margin.total_seconds() >= 0 else "deadline-missed"
        at = words.moment(facts.acknowledged_at or facts.deadline)
        return words(kept, deadline=deadline, margin=words.on_clock(margin, clock), at=at)
    if facts.outcome or is_posted:
        return deadline
    if now < facts.deadline:
        return words(
            "deadline-ahead", deadline=deadline, left=words.on_clock(facts.terms.left(now, facts.deadline), clock)
        )
    late = facts.terms.left(facts.deadline, now)
    return words("deadline-behind", deadline=deadline, late=words.on_clock(late, clock))


def summary(facts: IncidentFacts, *, words: Words, now: datetime) -> str:
    """Return the line that notifications show, as mrkdwn: the incident, and when it is due or else its status."""
    status = due(facts, words=words, now=now) or status_of(facts, words=words, now=now)
    title = shown(facts.title)
    return words("card-summary", incident=written(facts.number), severity=facts.severity, title=title, status=status)


def due(facts: IncidentFacts, *, words: Words, now: datetime) -> str:
    """Return when the initial response is due, as mrkdwn; "" once there is one."""
    if facts.status != "open":
        return ""
    return words("card-overdue" if now >= facts.deadline else "card-due", deadline=words.moment(facts.deadline))


def incident_blocks(
    facts: IncidentFacts, words: Words, now: datetime, *, for_technicians: bool = True, is_posted: bool = False
) -> list[Block]:
    """Return the blocks of every view of an incident; contacts and the reason for an exception are for technicians."""
    is_same_day = words.day(now) == words.day(facts.opened_at)
    as_of = words.clock_time(now) if is_same_day else words.moment(now)
    filed = words("card-as_of", filed=words.moment(facts.opened_at), now=as_of)
    before: list[Block] = [
        header(words("card-header", incident=written(facts.number), title=facts.title)),
        labelled(
            [
                (words("card-status"), status_of(facts, words=words, now=now)),
                (words("card-deadline"), deadline_line(facts, words=words, now=now, is_posted=is_posted)),
                (words("card-severity"), words(f"severity-{facts.severity}")),
                (words("card-product"), shown(facts.product or words("product-any"), PRODUCT_LIMIT)),
                (words("card-cover"), words(f"cover-{facts.cover}")),
                (words("card-opened_by"), f"<@{facts.opened_by}>"),
                *(_assigned(facts, words) if for_technicians else []),
                *(roster.on_card(facts, words) if for_technicians else []),
                *_payment(facts, words),
            ]
        ),
        *([small_print(words("card-unshared"))] if facts.is_unshared else []),
        *_lifecycle(facts, words, now, in_days=not is_posted),
        *duty.on_card(facts, words=words),
        *(_told(words("card-exception"), facts.exception_reason) if for_technicians else []),
    ]
    after: list[Block] = [
        *(filed_details.on_card(facts, words) if for_technicians else []),
        *scope.on_card(facts, words),
        *(_told(words("card-contacts"), facts.contacts) if for_technicians else []),
        *_split_from(facts, words),
        *_follows(facts, words),
        *([small_print(waited(facts, words, now))] if facts.waits and facts.outcome else []),
        small_print(filed),
    ]
    limit = _room(facts, [*before, *after]) if for_technicians else DESCRIPTION_LIMIT
    return [*before, *_told(words("card-description"), facts.description, limit), *after]


def _room(facts: IncidentFacts, others: list[Block]) -> int:
    """Return the number of characters of the description that fit between the other blocks."""
    if not facts.attachments and not facts.extra_answers:
        return DESCRIPTION_LIMIT
    return max(NOTE_LIMIT, min(DESCRIPTION_LIMIT, BLOCKS_LIMIT - BUTTONS_LENGTH - length_of(others)))


def more(facts: IncidentFacts, *, words: Words) -> ActionsBlock:
    """Return the button that shows whoever presses it which acts they can perform on the incident now."""
    return _buttons(facts, words, MORE)


def _buttons(facts: IncidentFacts, words: Words, *actions: str) -> ActionsBlock:
    named = [(words(BUTTON_TEXTS[action]), action) for action in actions]
    row = buttons(*named, value=Subject(facts.number).encode(), primary=ACKNOWLEDGE)
    for element in row.elements:
        if isinstance(element, ButtonElement) and element.action_id == assignment.TAKE_OVER:
            # The button names the present assignee, so that one of two people who press at once is refused.
            element.value = Subject(facts.number, holder=facts.assigned_to).encode()
    return row


BUTTON_TEXTS = {
    ACKNOWLEDGE: "button-acknowledge",
    remark.REPLY: "button-reply",
    scope.PROPOSE: "button-propose_scope",
    assignment.TAKE_OVER: "button-take_over",
    solution.PROPOSE: "button-propose_solution",
    closing.CLOSE: "button-close",
    closing.WITHDRAW: "button-withdraw",
    reopening.REOPEN: "button-reopen",
    severity.CHANGE: "button-change_severity",
    edit.EDIT: "button-edit",
    MORE: "button-more",
}


def _split_from(facts: IncidentFacts, words: Words) -> list[Block]:
    return [small_print(words("card-split_from", parent=words.named(facts.parent)))] if facts.parent else []


def waited(facts: IncidentFacts, words: Words, now: datetime) -> str:
    """Return how long each side has waited for the other, in business hours, as mrkdwn; "" if that is not known."""
    if facts.waits is None:
        return ""
    hours = facts.terms.hours()
    lengths = {"us": facts.waits.for_us(hours, now), "customer": facts.waits.for_customer(hours, now)}
    return words("waited", **{side: words.on_clock(length, "business") for side, length in lengths.items()})


def _follows(facts: IncidentFacts, words: Words) -> list[Block]:
    return [small_print(words("card-follows", incident=words.named(facts.follows)))] if facts.follows else []


def _assigned(facts: IncidentFacts, words: Words) -> list[tuple[str, str]]:
    return [(words("card-assigned_to"), f"<@{facts.assigned_to}>")] if facts.assigned_to else []


def _payment(facts: IncidentFacts, words: Words) -> list[tuple[str, str]]:
    """Return the fields for the account that pays and what it pays with; an empty list if there is no account."""
    if facts.account is None:
        return []
    if facts.billing == "waived":
        paid_with = words("paid_with-nothing")
    else:
        paid_with = words("card-pack", pack=masked(facts.pack)) if facts.pack else words("paid_with-per_incident")
    account = shown(facts.account, PRODUCT_LIMIT)
    return [(words("card-account"), account), (words("card-paid_with"), paid_with)]


def _lifecycle(facts: IncidentFacts, words: Words, now: datetime, *, in_days: bool) -> list[Block]:
    """Return a note if support of the product has ended or ends soon; `in_days` adds in how many days."""
    today = now.astimezone(load_zone(facts.terms.calendar.timezone)).date()
    soon = facts.terms.tell_end_of_support
    note = words.end_of_support(facts.support_ends, today=today, soon=soon, in_days=in_days)
    product = shown(facts.product or "", PRODUCT_LIMIT)
    return [small_print(words("card-lifecycle", product=product, note=note))] if note else []


def _told(label: str, text: str, limit: int = NOTE_LIMIT) -> list[Block]:
    """Return what somebody typed below its label; an empty list if nothing was typed."""
    return [paragraph(f"*{label}*"), *quotations(text, limit=limit)] if text else []
