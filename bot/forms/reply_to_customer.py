"""The form of *Reply to customer* and *Send to customer*: what the customer will read."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.forms.fields import TYPED_LIMIT, asked, typed
from bot.messages.blocks import escape, paragraph
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words

CALLBACK = "reply_to_customer"


class TooLongToSend(Refusal):
    """The message is longer than a form can show."""

    text = "refusal-too_long_to_send"


@dataclass(frozen=True)
class Answer:
    """What a technician answers."""

    incident_id: int
    text: str
    """As typed."""
    ts: str
    """Slack's name of the triage message that is sent; "form …" for what was written in the form."""


def view(number: int, title: str, *, words: Words, text: str = "", ts: str = "", files: int = 0) -> dict[str, Any]:
    """Return the form for this incident, with the text of the message `ts` if it was opened from one.

    Raises `TooLongToSend` for a text that the form could not show as a whole. Files stay where they are; it says so.
    """
    if len(text) > TYPED_LIMIT:
        raise TooLongToSend(length=str(len(text)), limit=str(TYPED_LIMIT))
    about = words("reply-about", incident=written(number), title=escape(title))
    element = PlainTextInputElement(multiline=True, max_length=TYPED_LIMIT, initial_value=text or None)
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=f"{number} {ts}",
        title=words("button-reply"),
        submit=words("form-send"),
        close=words("form-close"),
        blocks=[
            paragraph(about),
            asked("reply", element, words, hint=words("hint-reply")),
            *([paragraph(words("reply-files"))] if files else []),
        ],
    ).to_dict()


def read(submitted: dict[str, Any]) -> Answer:
    """Return the answer; raise `Empty` or `TooLong` at its field."""
    number, _, ts = str(submitted["private_metadata"]).partition(" ")
    text = typed(submitted["state"]["values"], "reply", limit=TYPED_LIMIT)
    return Answer(int(number), text, ts or f"form {submitted['id']}")
