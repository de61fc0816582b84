"""The view that takes the place of a form and confirms what was done."""

from typing import Any

from slack_sdk.models.views import View

from bot.messages.blocks import paragraph
from bot.texts.catalogue import Words


def finished(text: str, *, words: Words) -> dict[str, Any]:
    """Return a view with this sentence (mrkdwn) that can only be closed."""
    return View(
        type="modal", title=words("finished-title"), close=words("finished-close"), blocks=[paragraph(text)]
    ).to_dict()
