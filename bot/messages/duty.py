"""What is posted when nobody can be reached at a customer with 24x7 cover, and how that ends?"""

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
    """Return the question to whoever filed the incident, and what happens without an answer; not whom we tried."""
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
    """Return the message saying what was tried, as typed, and until when the customer can answer."""
    text = words(
        "unreachable-triage",
        who=f"<@{who}>",
        incident=titled(facts, words=words),
        when=words.moment(datetime.fromisoformat(at)),
        until=words.moment(datetime.fromisoformat(until)),
    )
    return message(text, [paragraph(text), quotation(tried)])


def reachable(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return the message saying that somebody has answered."""
    return one_paragraph(words("reachable", who=f"<@{who}>", incident=written(facts.number)))


def fell_back(facts: IncidentFacts, *, words: Words, within_s: int) -> Message:
    """Return the message saying that the incident is worked on in business hours from now on."""
    within = words.duration(timedelta(seconds=within_s))
    return one_paragraph(words("cover-fell_back", incident=written(facts.number), within=within))


def on_card(facts: IncidentFacts, *, words: Words) -> list[Block]:
    """Return the note that we are waiting to hear from somebody, and until when; an empty list if we are not."""
    if facts.unreachable_at is None or facts.status == "closed":
        return []
    until = facts.unreachable_at + facts.terms.answer_within
    return [paragraph(words("card-unreachable", when=words.moment(facts.unreachable_at), until=words.moment(until)))]
