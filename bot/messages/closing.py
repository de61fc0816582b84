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


def closed(
    facts: IncidentFacts, *, words: Words, outcome: str | None = None, who: str | None = None, explanation: str = ""
) -> Message:
    """Return the message saying how and why the incident ended, even if it is open again by the time this is posted.

    The arguments describe the moment of closing; a message of an earlier version has none, and uses the present facts.
    """
    if outcome is None:
        outcome, who, explanation = facts.outcome, facts.closed_by, facts.explanation
    if outcome is None:
        return reopened(facts, words=words)
    text = words(
        f"closed-{outcome}", incident=written(facts.number), who=f"<@{who}>", others=words.named(*facts.others)
    )
    quoted = [quotation(explanation)] if explanation else []
    return message(text, [paragraph(text), *quoted, *(_agreed(facts, words) if outcome == "solved" else [])])


def explained(facts: IncidentFacts) -> list[Block]:
    """Return the explanation that was given when the incident was closed; an empty list if there was none."""
    return [quotation(facts.explanation)] if facts.explanation else []


def _agreed(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the scope that was agreed, and so what was solved; an empty list if there is none."""
    if facts.agreed_scope is None:
        return []
    label = words("closed-scope", version=str(facts.agreed_scope.version), who=f"<@{facts.agreed_scope.agreed_by}>")
    return [paragraph(label), quotation(facts.agreed_scope.text)]
