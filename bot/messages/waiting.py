"""What is posted while an incident waits for the customer's answer?"""

from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, one_paragraph, paragraph
from bot.messages.closing import CLOSE
from bot.messages.remark import reply_button
from bot.messages.titled import titled
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message


def to_customer(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return the message telling whoever filed the incident that we are waiting for their answer."""
    incident = titled(facts, words=words)
    return one_paragraph(
        words("waiting-customer", customer=f"<@{facts.opened_by}>", who=f"<@{who}>", incident=incident)
    )


def to_triage(facts: IncidentFacts, *, words: Words, who: str) -> Message:
    """Return the message saying who is waiting, and that the reminders to update the customer are paused."""
    return one_paragraph(words("waiting-triage", who=f"<@{who}>", incident=written(facts.number)))


def reminder(facts: IncidentFacts, *, words: Words, since: str, step: int) -> Message:
    """Return the reminder to whoever filed the incident; the second one says that it is the last."""
    text = words(
        "waiting-reminder",
        customer=f"<@{facts.opened_by}>",
        incident=titled(facts, words=words),
        since=words.moment(datetime.fromisoformat(since)),
        step=step,
    )
    return one_paragraph(text)


def over(facts: IncidentFacts, *, words: Words, since: str, step: int) -> Message:
    """Return the question to the assignee whether to close an incident whose customer does not answer."""
    text = words(
        "waiting-over",
        who=f"<@{facts.assigned_to}>",
        incident=titled(facts, words=words),
        since=words.moment(datetime.fromisoformat(since)),
        count=step - 1,
    )
    close = ButtonElement(text=words("button-close"), action_id=CLOSE, value=Subject(facts.number).encode())
    return message(text, [paragraph(text), ActionsBlock(elements=[close, reply_button(facts.number, words=words)])])
