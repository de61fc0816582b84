"""What is posted when an incident is reopened?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotation
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

REOPEN = "reopen_incident"
"""Action id of the button."""


def reopened(facts: IncidentFacts, *, words: Words, who: str | None = None, reason: str = "") -> Message:
    """Return the message that says who reopened the incident and why, and mentions its assignee.

    A message of an earlier version has neither `who` nor `reason`.
    """
    incident = written(facts.number)
    if who is None:
        text = words("reopened", incident=incident)
    elif facts.assigned_to in {None, who}:
        text = words("reopened-by", who=f"<@{who}>", incident=incident)
    else:
        text = words("reopened-of", who=f"<@{who}>", incident=incident, holder=f"<@{facts.assigned_to}>")
    return message(text, [paragraph(text), *([quotation(reason)] if reason else [])])
