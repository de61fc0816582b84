"""The provider's own questions in the policy file: `[[form.extra]]`."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.policy_tables import Table, each_once
from bot.rules.extra import for_reader
from bot.texts.catalogue import LANGUAGES

QUESTIONS_LIMIT = 5
"""Maximum questions of the provider's own: people do not fill in a form with more."""
OPTIONS_LIMIT, TEXT_LIMIT = 100, 75
"""Maximum options of a select, and characters of an option or a label
(docs.slack.dev/reference/block-kit/block-elements/select-menu-element)."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise ValueError(f'{value!r} is no key; write up to 40 small letters, digits and "_", for instance "site"')
    return value


def _in_languages(texts: dict[str, str]) -> dict[str, str]:
    """Return texts by language; raise ValueError if there is none, or if one is invalid."""
    if not texts:
        raise ValueError('must have a text, for instance { en = "Site", fr = "Site" }')
    for language, text in texts.items():
        if language not in LANGUAGES and language:
            raise ValueError(f"{language!r} is no language that Guichet speaks; these are {', '.join(LANGUAGES)}")
        if not 0 < len(text.strip()) <= TEXT_LIMIT:
            raise ValueError(f"{text!r} must have from 1 to {TEXT_LIMIT} characters")
    return {language: text.strip() for language, text in texts.items()}


def _same_everywhere(option: object) -> object:
    """Return {"": "Paris"} for "Paris": an option that reads the same in all languages."""
    return {"": option} if isinstance(option, str) else option


Texts = Annotated[dict[str, str], AfterValidator(_in_languages)]
Choice = Annotated[Texts, BeforeValidator(_same_everywhere)]


class ExtraQuestion(Table):
    """A question of the provider's own."""

    key: Annotated[str, AfterValidator(_key)]
    """Its name in exports and on the incident; it must not change."""
    labels: Texts
    """The question by language."""
    kind: Literal["text", "long text", "select"] = "text"
    options: Annotated[list[Choice], Field(max_length=OPTIONS_LIMIT)] = Field(default_factory=list)
    """What can be chosen in a select: a text, or texts by language."""
    required: bool = False
    products: Annotated[list[str], AfterValidator(each_once)] = Field(default_factory=list)
    """Codes of the products for which it is asked; none for all."""

    @model_validator(mode="after")
    def _has_its_options(self) -> "ExtraQuestion":
        names = [for_reader(one, "en") for one in self.options]
        if (self.kind == "select") is not bool(names):
            raise ValueError('must have options if its kind is "select", and only then')
        each_once(names)
        return self

    def is_asked_for(self, product: str) -> bool:
        """Return whether it is asked for the product with this code; "" for none."""
        return not self.products or product.casefold() in [one.casefold() for one in self.products]

    def chosen(self, value: str) -> Mapping[str, str] | None:
        """Return the texts of the option with this value, its English or first text; None if it is not there."""
        return next((one for one in self.options if for_reader(one, "en") == value), None)


def _keys_once(questions: list[ExtraQuestion]) -> list[ExtraQuestion]:
    each_once([one.key for one in questions])
    return questions


class FilingForm(Table):
    """What the form of an incident asks besides its own fields."""

    extra: Annotated[list[ExtraQuestion], Field(max_length=QUESTIONS_LIMIT), AfterValidator(_keys_once)] = Field(
        default_factory=list
    )

    def asked_for(self, product: str) -> list[ExtraQuestion]:
        """Return the questions that are asked for the product with this code."""
        return [one for one in self.extra if one.is_asked_for(product)]
