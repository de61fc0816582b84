"""What is posted when somebody has acknowledged?"""

from datetime import timedelta

from slack_sdk.models.blocks import ActionsBlock

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import button, message, one_paragraph, paragraph
from bot.messages.card import ACKNOWLEDGE
from bot.messages.remark import reply_button
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def to_customer(facts: IncidentFacts, *, words: Words, who: str, **_how: object) -> Message:
    """Return who has it, for the customer's thread."""
    return one_paragraph(words("acknowledged-customer", who=f"<@{who}>", incident=written(facts.number)))


def to_triage(facts: IncidentFacts, *, words: Words, who: str, how: str, margin_s: int) -> Message:
    """Return who has it, how and with what margin in seconds, for the triage thread, and a way to answer."""
    margin = timedelta(seconds=margin_s)
    arguments = {"who": f"<@{who}>", "incident": written(facts.number), "how": words(f"how-{how}")}
    if margin_s >= 0:
        text = words("acknowledged-triage", margin=words.duration(margin), **arguments)
    else:
        text = words("acknowledged-triage-late", late=words.duration(margin), **arguments)
    reply = ActionsBlock(elements=[reply_button(facts.number, words=words)])
    return message(text, [paragraph(text), reply])


def talk_notice(facts: IncidentFacts, *, words: Words) -> Message:
    """Return what a technician is asked who wrote in the triage thread before anybody had acknowledged."""
    text = words(
        "talk-notice",
        incident=words.named(facts.number),
        title=shown(facts.title),
        deadline=words.moment(facts.deadline),
    )
    acknowledge = button(words("button-acknowledge"), action_id=ACKNOWLEDGE, value=str(facts.number))
    return message(text, [paragraph(text), acknowledge])
