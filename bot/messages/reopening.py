"""What is posted when an incident is taken up again?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import one_paragraph
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

REOPEN = "reopen_incident"
"""Action id of the button."""


def reopened(facts: IncidentFacts, *, words: Words) -> Message:
    """Return that the incident was taken up again."""
    return one_paragraph(words("reopened", incident=written(facts.number)))
