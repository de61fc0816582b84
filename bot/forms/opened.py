"""A form without fields that shows an incident."""

from typing import Any

from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message


def view(number: int, shown: Message, *, words: Words) -> dict[str, Any]:
    """Return the form with what `/incident show` answers."""
    title = {"type": "plain_text", "text": written(number)}
    close = {"type": "plain_text", "text": words("finished-close")}
    return {"type": "modal", "title": title, "close": close, "blocks": shown.blocks}
