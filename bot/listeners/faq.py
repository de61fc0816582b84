"""Somebody asks the FAQ: by a command, a mention or a button, or by choosing a question."""

from bot.listeners.faq_topics import find_topic
from bot.listeners.gesture import Gesture
from bot.messages import faq
from bot.messages.faq_answers import Contract
from bot.queries.accounts import calendar_here
from bot.texts.message import Message


def asked(gesture: Gesture, typed: str) -> Message:
    """Return the answer to what was typed; the list of questions if nothing was typed or no single question fits."""
    topic = find_topic(typed, gesture.policy)
    if topic is None:
        return faq.questions(gesture.policy, typed=typed, words=gesture.words)
    context = gesture.member_context
    with gesture.reading() as session:
        calendar = calendar_here(session, channel=gesture.channel, accounts=context.accounts)
    contract = Contract(gesture.policy, gesture.workspace.managers, gesture.now, calendar)
    return faq.answer(topic, contract, words=gesture.words)
