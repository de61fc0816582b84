"""What is posted when nobody of a customer with 24x7 cover can be reached, and what comes of it?"""

from datetime import datetime, timedelta

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, one_paragraph, paragraph, quotation
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message

UNREACHABLE, REACHABLE = "mark_unreachable", "mark_reachable"
"""Action ids of the buttons."""


def unreachable_to_customer(
    facts: IncidentFacts, *, words: Words, who: str, at: str, until: str, tried: str
) -> Message:
    """Return the question, for whoever filed it, and what happens without an answer; not whom was tried to call."""
    text = words(
        "unreachable-customer",
        customer=f"<@{facts.opened_by}>",
        who=f"<@{who}>",
        incident=titled(facts, words=words),
        when=words.moment(datetime.fromisoformat(at)),
        until=words.moment(datetime.fromisoformat(until)),
    )
    reached = ButtonElement(
        text=words("button-reachable"), action_id=REACHABLE, value=Subject(facts.number).encode(), style="primary"
    )
    return message(text, [paragraph(text), ActionsBlock(elements=[reached])])


def unreachable_to_triage(facts: IncidentFacts, *, words: Words, who: str, at: str, until: str, tried: str) -> Message:
    """Return what was tried, as typed, and until when the customer can answer."""
    text = words(
        "unreachable-triage",
        who=f"<@{who}>",
        incident=titled(facts, words=words),
        when=words.moment(datetime.fromisoformat(at)),
        until=words.moment(datetime.fromisoformat(until)),
    )
    return message(text, [paragraph(text), quotation(tried)])


def reachable(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return that somebody has answered."""
    return one_paragraph(words("reachable", who=f"<@{who}>", incident=written(facts.number)))


def fell_back(facts: IncidentFacts, *, words: Words, within_s: int) -> Message:
    """Return that the incident is worked on in business hours from now on."""
    within = words.duration(timedelta(seconds=within_s))
    return one_paragraph(words("cover-fell_back", incident=written(facts.number), within=within))


def on_card(facts: IncidentFacts, *, words: Words) -> list[Block]:
    """Return that we wait to hear from somebody, and until when; nothing where we do not."""
    if facts.unreachable_at is None or facts.status == "closed":
        return []
    until = facts.unreachable_at + facts.terms.answer_within
    return [paragraph(words("card-unreachable", when=words.moment(facts.unreachable_at), until=words.moment(until)))]
