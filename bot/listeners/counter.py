"""A technician posts the counter in a customer's channel."""

from bot.listeners.gesture import Gesture
from bot.messages.counter import posted
from bot.operations.counter import post_counter
from bot.texts.message import Message


def post(gesture: Gesture, _rest: str) -> Message:
    """Post the counter in the channel of the command, and return the message saying that it is on its way."""
    gesture.once(post_counter, channel=gesture.channel, context=gesture.context)
    return posted(words=gesture.words)
