"""What is posted when an incident is the same problem as another one?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import one_paragraph
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message


def has_duplicate(facts: IncidentFacts, *, words: Words, other: int) -> Message:
    """Return the message saying that another incident was closed because it is the same problem."""
    return one_paragraph(words("duplicate-closed", incident=written(facts.number), other=words.named(other)))
