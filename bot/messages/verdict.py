"""What is posted when an incident has ended unsolved, and somebody must decide whether it is billed?"""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.facts.counted import COUNT_LIMIT, is_more
from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, paragraph, quotation
from bot.messages.closing import explained
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

GIVE = "give_verdict"
"""Action id of the button."""
VERDICTS_SHOWN = 20
"""Maximum incidents in the list of those that wait for a verdict."""


def wanted(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the question to managers about an incident that has ended unsolved."""
    text = _question(facts, words)
    return message(text, [paragraph(text), *explained(facts), _button(facts, words)])


def given(facts: IncidentFacts, *, words: Words, verdict: str, reason: str, who: str) -> Message:
    """Return the message saying whether the incident is billed or waived, and why."""
    text = words("verdict-given", incident=written(facts.number), verdict=verdict, who=f"<@{who}>")
    return message(text, [paragraph(text), quotation(reason)])


def listed(found: Sequence[IncidentFacts], count: int, *, words: Words) -> Message:
    """Return the incidents that wait for a verdict, oldest first, each with its button."""
    title = "verdicts-title_many" if is_more(count) else "verdicts-title"
    text = words(title, count=min(count, COUNT_LIMIT)) if found else words("verdicts-none")
    return message(text, [paragraph(text), *(block for facts in found for block in entry(facts, words))])


def entry(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return the question about one incident, with its button."""
    return [paragraph(_question(facts, words)), _button(facts, words)]


def _question(facts: IncidentFacts, words: Words) -> str:
    return words(
        "verdict-wanted",
        incident=words.named(facts.number),
        title=shown(facts.title),
        account=shown(facts.account) if facts.account else words("verdict-nobody"),
        outcome=facts.outcome or "",
    )


def _button(facts: IncidentFacts, words: Words) -> ActionsBlock:
    return button(words("button-verdict"), action_id=GIVE, value=Subject(facts.number).encode())
