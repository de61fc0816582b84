"""What is posted when an incident has ended?"""

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotation
from bot.messages.reopening import reopened
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

CLOSE, WITHDRAW = "close_incident", "withdraw_incident"
"""Action ids of the buttons."""


def closed(facts: IncidentFacts, *, words: Words) -> Message:
    """Return how the incident has ended, and what was said about it; nothing where it is open again by now."""
    if facts.outcome is None:
        return reopened(facts, words=words)
    about = {"incident": written(facts.number), "who": f"<@{facts.closed_by}>", "others": words.named(*facts.others)}
    text = words(f"closed-{facts.outcome}", **about)
    return message(text, [paragraph(text), *explained(facts), *_agreed(facts, words)])


def explained(facts: IncidentFacts) -> list[Block]:
    """Return the explanation that was given when it was closed, or nothing."""
    return [quotation(facts.explanation)] if facts.explanation else []


def _agreed(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the scope that was agreed, where the incident is solved: this is what was solved."""
    if facts.outcome != "solved" or facts.agreed_scope is None:
        return []
    label = words("closed-scope", version=str(facts.agreed_scope.version), who=f"<@{facts.agreed_scope.agreed_by}>")
    return [paragraph(label), quotation(facts.agreed_scope.text)]
