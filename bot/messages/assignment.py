"""What is posted when an incident goes to another technician?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, one_paragraph, paragraph, quotation
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

TAKE_OVER = "take_over"
"""Action id of the button."""


def to_triage(facts: IncidentFacts, *, words: Words, who: str, by: str, former: str | None, note: str) -> Message:
    """Return the message saying who has the incident now and who assigned it, with the note, for technicians alone."""
    named = {"incident": titled(facts, words=words), "who": f"<@{who}>"}
    if who != by:
        text = words("assigned-triage", by=f"<@{by}>", **named)
    elif former:
        text = words("taken_over-triage", former=f"<@{former}>", **named)
    else:
        text = words("taken-triage", **named)
    return message(text, [paragraph(text), *([quotation(note)] if note else [])])


def has_left(facts: IncidentFacts, words: Words) -> str:
    """Return the last sentence of a reminder if the incident's technician has left; "" otherwise."""
    if not facts.has_left:
        return ""
    return " " + words("assigned-left", who=f"<@{facts.assigned_to}>", incident=written(facts.number))


def to_customer(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return the message saying who answers from now on, for the customer's thread."""
    return one_paragraph(words("assigned-customer", who=f"<@{who}>", incident=written(facts.number)))
