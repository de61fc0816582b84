"""An incident as `/incident show` shows it, in a view that can only be closed.

The App Home has no channel in which an answer could be given.
"""

from typing import Any

from slack_sdk.models.views import View

from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message


def view(number: int, shown: Message, *, words: Words) -> dict[str, Any]:
    """Return the view of an incident."""
    return View(type="modal", title=written(number), close=words("finished-close"), blocks=shown.blocks).to_dict()
