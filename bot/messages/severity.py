"""What is posted when the severity has changed? Who changed it, from what to what, why, and the new deadline."""

from datetime import datetime, timedelta
from typing import Any

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph, quotation
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

CHANGE = "change_severity"
"""Action id of the button."""


def changed(
    facts: IncidentFacts,
    *,
    words: Words,
    who: str,
    reason: str,
    before: dict[str, Any],
    after: dict[str, Any],
    is_answered: bool,
    has_passed: bool,
) -> Message:
    """Return the message saying what has changed, with the reason as typed."""
    text = words(
        "severity-changed",
        who=f"<@{who}>",
        incident=written(facts.number),
        before=words(f"severity-{before['severity']}"),
        after=words(f"severity-{after['severity']}"),
    )
    if is_answered:
        lines = [words("severity-answered", deadline=words.moment(facts.deadline))]
    else:
        lines = [_moved(before, after, words), *([words("severity-passed")] if has_passed else [])]
    return message(text, [paragraph(text), quotation(reason), paragraph(" ".join(lines))])


def _moved(before: dict[str, Any], after: dict[str, Any], words: Words) -> str:
    return words(
        "severity-moved",
        old=words.moment(datetime.fromisoformat(before["deadline_at"])),
        new=words.moment(datetime.fromisoformat(after["deadline_at"])),
        target=_target(after, words),
        previous=_target(before, words),
    )


def _target(promised: dict[str, Any], words: Words) -> str:
    return words.on_clock(timedelta(seconds=promised["target_s"]), promised["clock"])
