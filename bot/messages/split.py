"""What is posted when a split is proposed, or declined?"""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import buttons, message, one_paragraph, paragraph, quotation
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from models.vocabulary import Role

AGREE, DECLINE = "agree_split", "decline_split"
"""Action ids of the buttons."""


def proposed(
    facts: IncidentFacts,
    *,
    words: Words,
    reader: Role,
    split: int,
    children: Sequence[dict[str, Any]],
    left: int | None,
    who: str,
) -> Message:
    """Return the incidents that would result from the split, and what it costs; `left` is None if no pack pays."""
    text = words("split-proposed", incident=titled(facts, words=words), count=len(children), who=f"<@{who}>")
    blocks: list[Block] = [paragraph(text), *parts(children, left=left, words=words)]
    if reader == "customer":
        names = [(words("button-agree_split"), AGREE), (words("button-decline_split"), DECLINE)]
        blocks += [
            paragraph(words("split-clock")),
            buttons(*names, value=Subject(facts.number, split=split).encode(), primary=AGREE),
        ]
    return message(text, blocks)


def parts(children: Sequence[dict[str, Any]], *, left: int | None, words: Words) -> list[Block]:
    """Return the incidents of a proposal and what they cost; `left` units would remain, None if no pack pays."""
    price = words("split-alone") if left is None else words("split-price", more=len(children) - 1, left=left)
    return [*(_child(one, words) for one in children), paragraph(price)]


def declined(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return the message saying that the incident will not be split."""
    return one_paragraph(words("split-declined", incident=written(facts.number), who=f"<@{who}>"))


def _child(child: dict[str, Any], words: Words) -> Block:
    severity = words(f"severity-{child['severity']}")
    return quotation(f"{child['title']}\n{severity}")
