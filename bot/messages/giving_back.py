"""What is posted when an incident is given back?"""

from datetime import datetime

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, one_paragraph, paragraph, quotation
from bot.messages.card import ACKNOWLEDGE
from bot.messages.titled import titled
from bot.texts.catalogue import Words
from bot.texts.message import Message


def to_customer(facts: IncidentFacts, *, words: Words, now: datetime, former: str, **_by: str) -> Message:
    """Return the message saying that nobody has the incident any more, for the customer's thread."""
    return one_paragraph(
        words(
            "given_back-customer",
            former=f"<@{former}>",
            incident=titled(facts, words=words),
            **_promise(facts, words, now),
        )
    )


def to_triage(facts: IncidentFacts, *, words: Words, now: datetime, who: str, former: str, note: str) -> Message:
    """Return the message saying who gave the incident back, with the note for colleagues and *Acknowledge*."""
    named = {"incident": titled(facts, words=words), "who": f"<@{who}>", "former": f"<@{former}>"}
    name = "given_back-triage" if who == former else "given_back-triage_for"
    text = words(name, **named, **_promise(facts, words, now))
    acknowledge = button(words("button-acknowledge"), action_id=ACKNOWLEDGE, value=str(facts.number))
    return message(text, [paragraph(text), *([quotation(note)] if note else []), acknowledge])


def _promise(facts: IncidentFacts, words: Words, now: datetime) -> dict[str, str]:
    return {"deadline": words.moment(facts.deadline), "is_late": "yes" if now > facts.deadline else "no"}
