"""What is posted when a solution is proposed?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotation
from bot.messages.titled import titled
from bot.texts.catalogue import Words
from bot.texts.message import Message

PROPOSE = "propose_solution"
"""Action id of the button."""


def proposed(facts: IncidentFacts, *, words: Words, solution: str, who: str) -> Message:
    """Return the message with the solution, which both sides read."""
    text = words("solution-proposed", incident=titled(facts, words=words), who=f"<@{who}>")
    return message(text, [paragraph(text), quotation(solution)])
