"""What is posted when somebody has acknowledged?"""

from datetime import datetime, timedelta

from slack_sdk.models.blocks import ActionsBlock

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, one_paragraph, paragraph
from bot.messages.card import ACKNOWLEDGE
from bot.messages.remark import reply_button
from bot.rules.numbers import written
from bot.rules.terms import Clock
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def to_customer(facts: IncidentFacts, *, words: Words, who: str, **_how: object) -> Message:
    """Return the message saying who has the incident, for the customer's thread."""
    return one_paragraph(words("acknowledged-customer", who=f"<@{who}>", incident=written(facts.number)))


def to_triage(
    facts: IncidentFacts, *, words: Words, who: str, how: str, margin_s: int, clock: Clock, deadline_at: str
) -> Message:
    """Return the message saying who acknowledged, how, and with what margin, and the button to reply.

    `margin_s` is in seconds of the clock, and negative after the deadline; `deadline_at` is an ISO instant.
    """
    arguments = {
        "who": f"<@{who}>",
        "incident": written(facts.number),
        "how": words(f"how-{how}"),
        "margin": words.on_clock(timedelta(seconds=margin_s), clock),
        "deadline": words.moment(datetime.fromisoformat(deadline_at)),
    }
    text = words("acknowledged-triage" if margin_s >= 0 else "acknowledged-triage-late", **arguments)
    reply = ActionsBlock(elements=[reply_button(facts.number, words=words)])
    return message(text, [paragraph(text), reply])


def talk_notice(facts: IncidentFacts, *, words: Words) -> Message:
    """Return the question to a technician who wrote in the triage thread before anybody had acknowledged."""
    text = words(
        "talk-notice",
        incident=words.named(facts.number),
        title=shown(facts.title),
        deadline=words.moment(facts.deadline),
    )
    acknowledge = button(words("button-acknowledge"), action_id=ACKNOWLEDGE, value=str(facts.number))
    return message(text, [paragraph(text), acknowledge])
