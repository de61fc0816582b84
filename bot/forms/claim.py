"""The form of `/incident claim`: one number."""

from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.forms.fields import TYPED_LIMIT, Empty, TooLong, asked, typed
from bot.forms.values import values_of
from bot.rules.packs import normalised
from bot.texts.catalogue import Words

CALLBACK = "claim_pack"
NUMBER_LIMIT = 40
"""Letters and digits: spaces and hyphens do not count, so Slack lets more be typed."""


def view(*, words: Words, confirmation: str = "") -> dict[str, Any]:
    """Return the form; a number that was typed behind the command stands in it already."""
    element = PlainTextInputElement(
        placeholder=words("placeholder-confirmation"), initial_value=confirmation[:TYPED_LIMIT] or None
    )
    return View(
        type="modal",
        callback_id=CALLBACK,
        title=words("claim-title"),
        submit=words("claim-submit"),
        close=words("form-close"),
        blocks=[asked("confirmation", element, words, hint=words("hint-confirmation"))],
    ).to_dict()


def read(submitted: dict[str, Any]) -> str:
    """Return the number in capital letters and digits; raise `Empty` or `TooLong` at its field."""
    return read_confirmation(values_of(submitted))


def read_confirmation(values: dict[str, Any]) -> str:
    """Return what was typed at `confirmation` in capital letters and digits; raise `Empty` or `TooLong` there."""
    number = normalised(typed(values, "confirmation", limit=TYPED_LIMIT))
    if not number:
        raise Empty("confirmation")
    if (length := len(number)) > NUMBER_LIMIT:
        excess = str(length - NUMBER_LIMIT)
        raise TooLong("confirmation", length=str(length), limit=str(NUMBER_LIMIT), excess=excess)
    return number
