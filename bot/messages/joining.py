"""What is posted when somebody joins an incident instead of filing the same problem?"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotations
from bot.messages.edit import file_link
from bot.rules.markup import unformatted
from bot.rules.numbers import written
from bot.rules.plain_text import one_line
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

DESCRIPTION_LIMIT = 3000
"""Maximum characters shown of what somebody wrote."""


def joined(
    facts: IncidentFacts,
    *,
    words: Words,
    who: str,
    title: str,
    description: str,
    files: Sequence[Mapping[str, Any]] = (),
) -> Message:
    """Return the message saying who has the same problem, with what they wrote and the files that they attached."""
    text = words("joined", who=f"<@{who}>", incident=written(facts.number), title=shown(title))
    says_more = one_line(unformatted(description)) != title
    quoted = quotations(description, limit=DESCRIPTION_LIMIT) if says_more else []
    attached = [paragraph("\n".join(map(file_link, files)))] if files else []
    return message(text, [paragraph(text), *quoted, *attached])
