"""The form of *Reply to customer* and *Send to customer*: what the customer will read."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import CheckboxesElement, InputBlock, Option, PlainTextInputElement
from slack_sdk.models.views import View

from bot.forms.fields import TYPED_LIMIT, TooLong, asked, continued, is_ticked, prefilled, typed
from bot.forms.prepared_answer import choice
from bot.forms.values import values_of
from bot.messages.blocks import MESSAGE_LIMIT, paragraph
from bot.policy_texts import OwnText
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.reply import Reply
from bot.rules.subject import Subject, decode
from bot.texts.catalogue import Words
from bot.texts.length import escaped_units, pieces, units
from bot.texts.slack_text import shown

CALLBACK = "reply_to_customer"


class TooLongToSend(Refusal):
    """The message is longer than a message can be."""

    text = "refusal-too_long_to_send"


def view(
    number: int,
    title: str,
    *,
    customer: Person,
    words: Words,
    answers: Sequence[OwnText],
    text: str = "",
    ts: str = "",
    files: int = 0,
) -> dict[str, Any]:
    """Return the form for this incident, with the text of the message `ts` if it was opened from one.

    It says if the customer has left Slack, and offers the prepared `answers`. A long text is spread over several
    fields. `files` are not sent with the reply, and the form says so. Raises `TooLongToSend`.
    """
    if (length := escaped_units(text)) > MESSAGE_LIMIT:
        raise TooLongToSend(length=str(length), limit=str(MESSAGE_LIMIT))
    about = words("reply-about", incident=words.named(number), title=shown(title))
    first, *more = [*pieces(text, measure=units)] or [""]
    return View(
        type="modal",
        callback_id=CALLBACK,
        private_metadata=Subject(number, message=ts or None).encode(),
        title=words("button-reply"),
        submit=words("form-send"),
        close=words("form-close"),
        blocks=[
            paragraph(about),
            *([paragraph(words("reply-customer_left", who=f"<@{customer.user_id}>"))] if customer.has_left else []),
            *choice(answers, words),
            asked("reply", _typed(first), words, hint=words("hint-reply")),
            *(_continued(part, piece, words) for part, piece in enumerate(more, 2)),
            asked("waits", _waits(words), words, optional=True, hint=words("hint-waits")),
            *([paragraph(words("reply-files"))] if files else []),
        ],
    ).to_dict()


def read(submitted: dict[str, Any]) -> Reply:
    """Return the reply; raise `Empty` or `TooLong` at its field."""
    subject = decode(submitted["private_metadata"], name=CALLBACK)
    values = values_of(submitted)
    parts = [typed(values, "reply", limit=TYPED_LIMIT)]
    while (field := _field(len(parts) + 1)) in values:
        parts.append(continued(values, field, limit=TYPED_LIMIT))
    # A full field was cut within a word; if one character is free, it was an emoji that did not fit.
    text = "".join(part if units(part) >= TYPED_LIMIT - 1 else f"{part}\n" for part in parts if part).strip()
    if (excess := (length := escaped_units(text)) - MESSAGE_LIMIT) > 0:
        raise TooLong("reply", length=str(length), limit=str(MESSAGE_LIMIT), excess=str(excess))
    return Reply(subject.incident, text, subject.message or f"form {submitted['id']}", waits=is_ticked(values, "waits"))


def _waits(words: Words) -> CheckboxesElement:
    """Return the tick that makes the incident wait for the customer once the reply is sent."""
    return CheckboxesElement(options=[Option(value="waits", text=words("waits-tick"))])


def _continued(part: int, text: str, words: Words) -> InputBlock:
    """Return a field for a part of the text that does not fit into the first one."""
    label = words("field-reply_continued", part=str(part))
    return InputBlock(block_id=_field(part), label=label, element=_typed(text), optional=True)


def _field(part: int) -> str:
    return f"reply_{part}"


def _typed(text: str) -> PlainTextInputElement:
    return PlainTextInputElement(multiline=True, max_length=TYPED_LIMIT, initial_value=prefilled(text, TYPED_LIMIT))
