"""What do we say while the customer gets no update?"""

from datetime import datetime, timedelta

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.facts.incident import IncidentFacts
from bot.messages import roster
from bot.messages.assignment import has_left
from bot.messages.blocks import buttons, message, paragraph, small_print
from bot.messages.card import OPEN
from bot.messages.remark import reply_button
from bot.messages.reminder import lateness
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.rules.update_pace import Snooze
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

SNOOZES: dict[str, Snooze] = {
    "snooze_update_hour": "hour",
    "snooze_update_next_day": "next_day",
    "snooze_update_two_days": "two_days",
}
"""For how long each button snoozes the reminder, by action id."""


def wanted(
    facts: IncidentFacts,
    *,
    words: Words,
    now: datetime,
    late: timedelta | None,
    step: int,
    since: str | None = None,
) -> Message:
    """Return the reminder to the assignee, with a button to reply and three to snooze.

    `since` is when the customer began to wait in the thread of a closed incident; None for an open incident.
    """
    if since is not None:
        return _wanted_after_closing(facts, since, words=words, now=now, late=late)
    text = words(
        "update-wanted" if step == 1 else "update-wanted-again",
        who=f"<@{facts.assigned_to}>",
        incident=titled(facts, words=words),
        since=_since(facts, words),
        step=str(step),
        steps=str(facts.terms.update_limit),
    )
    text += has_left(facts, words)
    # If the assignee has left, whoever is on call is mentioned.
    text = " ".join([*(roster.called(facts) if facts.has_left else []), text])
    snoozes = [
        ButtonElement(text=words(f"snooze-{length}"), action_id=action, value=str(facts.number))
        for action, length in SNOOZES.items()
    ]
    row = ActionsBlock(elements=[reply_button(facts.number, words=words), *snoozes])
    return message(text, [paragraph(text), *lateness(words, now, late), row])


def _wanted_after_closing(
    facts: IncidentFacts, since: str, *, words: Words, now: datetime, late: timedelta | None
) -> Message:
    """Return the reminder that the customer of a closed incident is waiting for an answer."""
    text = _unanswered("after_closing-unanswered", facts, since, words=words)
    text += has_left(facts, words) if facts.assigned_to else ""
    buttons = ActionsBlock(elements=[reply_button(facts.number, words=words)])
    return message(text, [paragraph(text), *lateness(words, now, late), buttons])


def _unanswered(name: str, facts: IncidentFacts, since: str, *, words: Words) -> str:
    """Return the sentence saying since when the customer has waited, with a mention of the assignee, if any."""
    is_somebodys = "yes" if facts.assigned_to else "no"
    about = {"incident": words.named(facts.number), "title": shown(facts.title)}
    moment = words.moment(datetime.fromisoformat(since))
    return words(name, held=is_somebodys, who=f"<@{facts.assigned_to}>", since=moment, **about)


def notice(facts: IncidentFacts, *, words: Words, since: str | None = None) -> Message:
    """Return the message to a manager when the reminders had no effect."""
    if since is not None:
        text = _unanswered("after_closing-notice", facts, since, words=words)
    else:
        text = words(
            "update-notice",
            incident=words.named(facts.number),
            title=shown(facts.title),
            severity=facts.severity,
            who=f"<@{facts.assigned_to}>",
            since=_since(facts, words),
        )
        text += has_left(facts, words)
    row = buttons((words("button-open"), OPEN), value=Subject(facts.number).encode())
    return message(text, [paragraph(text), row])


def snoozed(facts: IncidentFacts, *, words: Words, who: str, until: str) -> Message:
    """Return the message saying that somebody snoozed the reminder, in small print."""
    moment = words.moment(datetime.fromisoformat(until))
    text = words("update-snoozed", who=f"<@{who}>", until=moment, incident=written(facts.number))
    return message(text, [small_print(text)])


def _since(facts: IncidentFacts, words: Words) -> str:
    return words.moment(facts.customer_updated_at or facts.opened_at)
