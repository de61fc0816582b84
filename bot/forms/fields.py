"""Which fields do forms consist of, and how is what was filled in read?"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.rules.days import read_day
from bot.rules.plain_text import one_line, storable, unturned
from bot.rules.refusal import Refusal
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.length import beginning, escaped_units, shorten, units

NO_BREAK = re.compile("(?<!«)\u00a0(?![:»])")
"""A no-break space that does not belong to a punctuation mark."""
OPTION_LIMIT = 75
"""Maximum characters of an option's text (docs.slack.dev/reference/block-kit/composition-objects/option-object)."""

NOT_LOADED = "not_loaded"
"""Value of the only option of a search whose options could not be loaded."""

TYPED_LIMIT = 3000
"""Maximum characters that can be typed (docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element)."""

UNSEEN = {"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"}
"""Categories of characters that show nothing by themselves (Unicode Standard, section 4.5)."""
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Characters that Unicode counts as letters or symbols, but show nothing: Hangul fillers, empty Braille pattern."""


class Empty(Refusal):
    """A field that must be filled in is empty or shows nothing."""

    text = "refusal-empty"


class NotChosen(Refusal):
    """No option was chosen where one must be, or one that was not offered."""

    text = "refusal-not_chosen"


class NotLoaded(Refusal):
    """The option that was chosen says that the options could not be loaded."""

    text = "refusal-not_loaded"


class TooLong(Refusal):
    """A text is longer than its field allows."""

    text = "refusal-too_long"


class NotWhole(Refusal):
    """A number is not whole, or too small or large."""

    text = "refusal-not_whole"


class WrongDate(Refusal):
    """The date does not exist, or its year is out of range."""

    text = "refusal-wrong_date"


WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


def asked(
    field: str,
    element: InputInteractiveElement,
    words: Words,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> InputBlock:
    """Return the field with its label, the text `field-…`; with `dispatch`, Slack sends a choice at once."""
    element.action_id = element.action_id or field
    if isinstance(element, StaticSelectElement) and isinstance(element.initial_option, Option):
        # A client that does not show an initial option, such as the demo's page, shows the placeholder instead.
        element.placeholder = element.placeholder or PlainTextObject(text=element.initial_option.text or "")
    label = words(f"field-{field}")
    return InputBlock(
        block_id=field, label=label, element=element, hint=hint, optional=optional, dispatch_action=dispatch or None
    )


def option_text(text: str, tail: str = "", *, limit: int = OPTION_LIMIT) -> str:
    """Return the text of an option, shortened so that the tail fits after it.

    Numbers have ordinary spaces around them, because people type to find an option, and an option is one line.
    """
    shown = shorten(unturned(text), limit - escaped_units(tail), measure=escaped_units) + tail
    return NO_BREAK.sub(" ", shown)


def not_loaded(words: Words) -> list[dict[str, Any]]:
    """Return the only option of a search whose options could not be loaded: an empty list would read "no results"."""
    return [Option(value=NOT_LOADED, text=words("option-not_loaded")).to_dict()]


def prefilled(text: str, limit: int) -> str | None:
    """Return the initial value of a text field of at most `limit` characters; None if the text is empty."""
    return beginning(text, limit) or None


def text_of(text: str | None, limit: int) -> PlainTextInputElement:
    """Return a field of one line, filled in with the stored text if there is one."""
    return PlainTextInputElement(max_length=limit, initial_value=prefilled(text or "", limit))


def typed(values: dict[str, Any], field: str, *, limit: int, required: bool = True) -> str:
    """Return what was typed, without spaces around it; raise `Empty` or `TooLong` at its field."""
    text = storable(_written(values, field)).strip()
    return _checked(text, field, limit=limit, required=required)


def _written(values: dict[str, Any], field: str) -> str:
    return str(_element(values, field).get("value") or "")


def _checked(text: str, field: str, *, limit: int, required: bool) -> str:
    if not any(map(is_seen, text)):
        text = ""
    if required and not text:
        raise Empty(field)
    if (length := units(text)) > limit:
        raise TooLong(field, length=str(length), limit=str(limit), excess=str(length - limit))
    return text


def continued(values: dict[str, Any], field: str, *, limit: int) -> str:
    """Return the continuation of another field's text, with the spaces before it; raise `TooLong` at its field."""
    typed(values, field, limit=limit, required=False)
    return storable(_written(values, field)).rstrip()


def chosen(values: dict[str, Any], field: str) -> str:
    """Return the value of the option that was chosen; raise `NotChosen` or `NotLoaded` at its field."""
    option = chosen_or_none(values, field)
    if option is None:
        raise NotChosen(field)
    return option


def chosen_or_none(values: dict[str, Any], field: str) -> str | None:
    """Return the value of the option that was chosen; None if none was, or if the form does not ask.

    Raises `NotLoaded` at its field.
    """
    if is_not_loaded(values, field):
        raise NotLoaded(field)
    option = _element(values, field).get("selected_option")
    return str(option["value"]) if option else None


def is_not_loaded(values: dict[str, Any], field: str) -> bool:
    """Return True if the option that was chosen says that the options could not be loaded."""
    option = _element(values, field).get("selected_option") or {}
    return option.get("value") == NOT_LOADED


def one_of(choices: tuple[Any, ...], value: str, field: str) -> Any:
    """Return the value if it is among the choices; raise `NotChosen` at its field."""
    if value not in choices:
        raise NotChosen(field)
    return value


def is_ticked(values: dict[str, Any], field: str) -> bool:
    """Return True if anything is ticked."""
    return bool(_element(values, field).get("selected_options"))


def is_seen(character: str) -> bool:
    """Return False for a character that cannot be seen: spaces, controls, formats, marks, blank letters."""
    return character not in BLANKS and unicodedata.category(character) not in UNSEEN


def _element(values: dict[str, Any], field: str) -> dict[str, Any]:
    return next(iter(values.get(field, {}).values()), {})


def line(values: dict[str, Any], field: str, *, limit: int) -> str:
    """Return what was typed, cleaned by `one_line`; raise `Empty` or `TooLong` at its field."""
    return _checked(one_line(_written(values, field)), field, limit=limit, required=True)


def whole_number(values: dict[str, Any], field: str, *, lowest: int, highest: int) -> int:
    """Return the number that was typed; raise `Empty` or `NotWhole` at its field."""
    text = typed(values, field, limit=TYPED_LIMIT).replace("\N{MINUS SIGN}", "-")
    if not WHOLE.fullmatch(text) or not lowest <= int(text) <= highest:
        raise NotWhole(field, lowest=str(lowest), highest=str(highest))
    return int(text)


def day(values: dict[str, Any], field: str) -> date:
    """Return the date that was picked; raise `Empty` or `WrongDate` at its field."""
    picked = day_or_none(values, field)
    if picked is None:
        raise Empty(field)
    return picked


def day_or_none(values: dict[str, Any], field: str) -> date | None:
    """Return the date that was picked, or None; raise `WrongDate` at its field."""
    written = _element(values, field).get("selected_date")
    if not written:
        return None
    if (read := read_day(str(written))) is None:
        raise WrongDate(field)
    return read


def person_or_none(values: dict[str, Any], field: str) -> str | None:
    """Return the Slack member id of the person who was picked, or None."""
    return _element(values, field).get("selected_user") or None


def channel_or_none(values: dict[str, Any], field: str) -> str | None:
    """Return the Slack channel id of the channel that was picked, or None."""
    return _element(values, field).get("selected_conversation") or None


def about_incident(
    callback: str, number: int, fields: Sequence[InputBlock], *, title: str, submit: str, words: Words
) -> dict[str, Any]:
    """Return a form about an incident, with its number as private metadata; `title` and `submit` are names of texts."""
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=Subject(number).encode(),
        title=words(title),
        submit=words(submit),
        close=words("form-close"),
        blocks=[SectionBlock(text=MarkdownTextObject(text=f"*{words.named(number)}*")), *fields],
    ).to_dict()
