"""What is posted when somebody writes in the thread of a closed incident? How to go on, and whose turn it is."""

from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph
from bot.messages.remark import reply_button
from bot.messages.reopening import REOPEN
from bot.messages.titled import titled
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message

FILE_AGAIN = "file_again"
"""Action id of the button that opens the form with what was written."""


def to_customer(facts: IncidentFacts, *, words: Words, who: str, ts: str, until: str | None) -> Message:
    """Return the message saying that the incident is closed, and how to go on.

    It can be reopened until `until`, an ISO instant; None if it can no longer be reopened.
    """
    end = words.moment(datetime.fromisoformat(until)) if until else ""
    about = {"incident": titled(facts, words=words), "who": f"<@{who}>", "others": words.named(*facts.others)}
    name = "after_closing-final" if facts.others else "after_closing-customer"
    text = words(name, **about, can_reopen="yes" if until else "no", until=end)
    again = ButtonElement(
        text=words("button-file_again"), action_id=FILE_AGAIN, value=Subject(facts.number, message=ts).encode()
    )
    return message(text, [paragraph(text), ActionsBlock(elements=[*_reopen(facts, words, until), again])])


def to_triage(facts: IncidentFacts, *, words: Words, who: str, ts: str, until: str | None) -> Message:
    """Return the message that says who has written, and mentions the incident's last assignee.

    `ts` identifies what was written, which is copied above this message.
    """
    assert ts  # noqa: S101 - both sides are given the same
    name = "after_closing-triage" if facts.assigned_to else "after_closing-nobodys"
    asked = words(name, holder=f"<@{facts.assigned_to}>", who=f"<@{who}>", incident=titled(facts, words=words))
    end = words("after_closing-until", until=words.moment(datetime.fromisoformat(until))) if until else ""
    text = f"{asked} {end}".strip()
    reply = reply_button(facts.number, words=words)
    return message(text, [paragraph(text), ActionsBlock(elements=[reply, *_reopen(facts, words, until)])])


def _reopen(facts: IncidentFacts, words: Words, until: str | None) -> list[ButtonElement]:
    if until is None:
        return []
    return [ButtonElement(text=words("button-reopen"), action_id=REOPEN, value=Subject(facts.number).encode())]
