"""How did somebody answer one of the provider's own questions? Frozen on the incident, with the question."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

EXTRA_LIMITS = {"text": 150, "long text": 2000}
"""Maximum characters of a typed answer, by the kind of question."""


class ExtraAnswer(BaseModel):
    """One question as it was asked, and its answer."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The question's name in the policy and in exports."""
    labels: dict[str, str]
    """The question by language; under the key "" if its language is not known."""
    answers: dict[str, str]
    """The answer by language if it was chosen; under the key "" if it was typed, or reads the same in all languages."""


def for_reader(texts: Mapping[str, str], locale: str) -> str:
    """Return the text in the reader's language, or else in English, or else in the first language there is."""
    return texts.get(locale) or texts.get("en") or next(iter(texts.values()), "")


def comparable(answer: ExtraAnswer | None) -> str:
    """Return an answer in the form that is compared: in English, or in the first language there is."""
    return for_reader(answer.answers, "en") if answer else ""


def corrected(
    stored: Sequence[Mapping[str, Any]], changes: Mapping[str, ExtraAnswer | None]
) -> list[Mapping[str, Any]]:
    """Return the stored answers with these changes: replaced in place, new ones added at the end, None removed."""
    new = {key: one.model_dump() for key, one in changes.items() if one is not None}
    kept = [new.pop(one["key"], one) for one in stored if changes.get(one["key"], one) is not None]
    return [*kept, *new.values()]


def as_exported(stored: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return stored answers by the keys of their questions, in English or the first language there is."""
    return {one["key"]: for_reader(one["answers"], "en") for one in stored}
