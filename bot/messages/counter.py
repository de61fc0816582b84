"""The counter: a permanent message in a customer's channel, with buttons for what can be asked."""

from bot.messages.blocks import message, one_paragraph, paragraph, small_print
from bot.messages.menu import buttons
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def counter(account: str, *, emoji: str, words: Words) -> Message:
    """Return the permanent message for the channel of this account."""
    text = words("counter", account=shown(account))
    return message(text, [paragraph(text), buttons(words=words), small_print(words("counter-how", emoji=emoji))])


def posted(*, words: Words) -> Message:
    """Return the message saying that the counter is on its way."""
    return one_paragraph(words("counter-posted"))
