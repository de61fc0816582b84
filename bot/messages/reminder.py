"""What do we say while nobody has acknowledged?"""

from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.assignment import has_left
from bot.messages.blocks import button, message, one_paragraph, paragraph, small_print
from bot.messages.card import ACKNOWLEDGE
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def warning(facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, share: str) -> Message:
    """Return the warning before the deadline; `share` is how much of the time has passed, in percent."""
    text = words(
        "warning",
        incident=written(facts.number),
        left=words.on_clock(facts.terms.left(now, facts.deadline), facts.terms.clock),
        deadline=words.moment(facts.deadline),
        share=share,
    )
    return _with_button(text, facts, words, now=now, late=late)


def fallback(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return what Slack says by itself if Guichet is down when the last warning is due."""
    return one_paragraph(words("fallback", incident=written(facts.number), deadline=words.moment(facts.deadline)))


def breach(facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None) -> Message:
    """Return the news that the deadline has passed."""
    text = words("breach", incident=written(facts.number), deadline=words.moment(facts.deadline))
    return _with_button(text, facts, words, now=now, late=late)


def escalation(facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, step: str) -> Message:
    """Return the reminder that is repeated after the deadline."""
    text = words(
        "escalation",
        incident=written(facts.number),
        late=words.duration(now - facts.deadline),
        step=step,
        steps=str(facts.terms.escalate_limit),
    )
    return _with_button(text, facts, words, now=now, late=late)


def breach_notice(facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None) -> Message:
    """Return what a manager reads when a deadline has passed."""
    text = words(
        "breach-notice",
        incident=words.named(facts.number),
        title=shown(facts.title),
        severity=facts.severity,
        who=f"<@{facts.opened_by}>",
        deadline=words.moment(facts.deadline),
    )
    return message(text, [paragraph(text), *lateness(words, now, late)])


def _with_button(text: str, facts: IncidentFacts, words: Words, *, now: datetime, late: timedelta | None) -> Message:
    if facts.assigned_to:  # Somebody was named, and has not answered yet.
        text = f"<@{facts.assigned_to}> {text}{has_left(facts, words)}"
    acknowledge = button(words("button-acknowledge"), action_id=ACKNOWLEDGE, value=str(facts.number))
    return message(text, [paragraph(text), *lateness(words, now, late), acknowledge])


def lateness(words: Words, now: datetime, late: timedelta | None) -> list[Block]:
    """Return that it comes late, if it does."""
    if late is None:
        return []
    return [small_print(words("reminder-late", due=words.moment(now - late), late=words.duration(late)))]
