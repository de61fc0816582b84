"""The form of an act that only has to be confirmed: it says what will follow."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.messages.blocks import paragraph
from bot.rules.statuses import Act
from bot.rules.subject import Subject
from bot.texts.catalogue import Words


def view(
    act: Act, subject: Subject, blocks: Sequence[Block] = (), *, title: str, words: Words, **facts: str
) -> dict[str, Any]:
    """Return the form, whose callback id is the act: the act's sentence filled in with these facts, and the blocks.

    `title` is the name of the text for the title and the button.
    """
    text = words(f"confirm-{act}", incident=words.named(subject.incident), **facts)
    return View(
        type="modal",
        callback_id=act,
        private_metadata=subject.encode(),
        title=words(title),
        submit=words(title),
        close=words("form-close"),
        blocks=[paragraph(text), *blocks],
    ).to_dict()


def refused(text: str, *, words: Words) -> dict[str, Any]:
    """Return the view that replaces the form if the act is refused: a form without fields cannot show errors."""
    return View(
        type="modal", title=words("refused-title"), close=words("finished-close"), blocks=[paragraph(text)]
    ).to_dict()
