"""A technician posts the counter into a customer's channel."""

from bot.listeners.gesture import Gesture
from bot.messages.counter import posted
from bot.operations.counter import post_counter
from bot.texts.message import Message


def post(gesture: Gesture, _rest: str) -> Message:
    """Post the counter into the channel in which this was asked, and return that it is on its way."""
    gesture.once(post_counter, channel=gesture.channel, context=gesture.context)
    return posted(words=gesture.words)
