"""What is posted when somebody joins an incident instead of filing the same problem?"""

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotations
from bot.rules.markup import unformatted
from bot.rules.numbers import written
from bot.rules.plain_text import one_line
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

DESCRIPTION_LIMIT = 3000
"""Maximum characters of what they wrote."""


def joined(facts: IncidentFacts, *, words: Words, who: str, title: str, description: str) -> Message:
    """Return who has the same problem, and what they wrote."""
    text = words("joined", who=f"<@{who}>", incident=written(facts.number), title=shown(title))
    says_more = one_line(unformatted(description)) != title
    return message(text, [paragraph(text), *(quotations(description, limit=DESCRIPTION_LIMIT) if says_more else [])])
