"""The fields of the form of `/incident` that are the same for all readers of a language, and how blocks are drawn."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
)

from bot.forms.attachments import attachments_field
from bot.forms.fields import asked
from bot.rules.filing import COVERED
from bot.texts.catalogue import Words
from bot.texts.length import units
from models.vocabulary import Cover

TITLE_LIMIT, DESCRIPTION_LIMIT, CONTACTS_LIMIT = 150, 3000, 1000
"""Maximum characters."""


@lru_cache(maxsize=32)
def fixed_fields(locale: str, exclusions: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the fields that are the same for all readers of this language, by name; none of them shows a time.

    The description is there twice: "description_cut" is the field for a text that was cut.
    """
    words = Words(locale, "UTC")
    blocks = drawn(
        asked("request", _request(words, exclusions), words, dispatch=True),
        asked("title", _line(words), words, hint=words("form-limit", limit=str(TITLE_LIMIT))),
        asked("cover", _cover(words), words, dispatch=True),
        asked("contacts", _contacts(words), words, hint=_contacts_hint(words), optional=True),
        _description(words, "form-limit"),
        attachments_field(words),
    )
    (description_cut,) = drawn(_description(words, "hint-description_cut"))
    return {**{one["block_id"]: one for one in blocks}, "description_cut": description_cut}


def drawn(*blocks: Block) -> list[dict[str, Any]]:
    """Return blocks as dicts in Slack's format."""
    return [one.to_dict() for one in blocks]


def _request(words: Words, exclusions: Sequence[str]) -> StaticSelectElement:
    options = [Option(value=kind, text=words(f"request-{kind}")) for kind in [COVERED, *exclusions]]
    return StaticSelectElement(options=options, initial_option=options[0])


def _line(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-title"), max_length=TITLE_LIMIT)


def _cover(words: Words) -> RadioButtonsElement:
    return RadioButtonsElement(options=[Option(value=cover, text=words(f"cover-{cover}")) for cover in get_args(Cover)])


def _contacts(words: Words) -> PlainTextInputElement:
    return PlainTextInputElement(placeholder=words("placeholder-contacts"), max_length=CONTACTS_LIMIT, multiline=True)


def _contacts_hint(words: Words) -> str:
    return words("hint-contacts", limit=str(CONTACTS_LIMIT))


def is_cut(description: str) -> bool:
    """Return True if a description fills its field, which then says what to do with the rest of the text."""
    return units(description) >= DESCRIPTION_LIMIT


def _description(words: Words, hint: str) -> InputBlock:
    text = PlainTextInputElement(
        placeholder=words("placeholder-description"), max_length=DESCRIPTION_LIMIT, multiline=True
    )
    return asked("description", text, words, hint=words(hint, limit=str(DESCRIPTION_LIMIT)))
