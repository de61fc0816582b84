"""What did somebody answer to a question of the provider's own? Frozen on the incident, with the question."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

EXTRA_LIMITS = {"text": 150, "long text": 2000}
"""Maximum characters of an answer that is typed, by the kind of the question."""


class ExtraAnswer(BaseModel):
    """One question as it was asked, and its answer."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Its name in the policy and in exports."""
    labels: dict[str, str]
    """The question by language; "" is the language of whoever was asked, where no other is known."""
    answers: dict[str, str]
    """The answer by language, where it was chosen; what was typed is under ""."""


def for_reader(texts: Mapping[str, str], locale: str) -> str:
    """Return the text in the reader's language, else in English, else in the first language there is."""
    return texts.get(locale) or texts.get("en") or next(iter(texts.values()), "")


def comparable(answer: ExtraAnswer | None) -> str:
    """Return an answer by which it is compared with another one: in English or the first language there is."""
    return for_reader(answer.answers, "en") if answer else ""


def corrected(
    stored: Sequence[Mapping[str, Any]], changes: Mapping[str, ExtraAnswer | None]
) -> list[Mapping[str, Any]]:
    """Return stored answers with these in their places, new ones behind them, and without those that are None."""
    new = {key: one.model_dump() for key, one in changes.items() if one is not None}
    kept = [new.pop(one["key"], one) for one in stored if changes.get(one["key"], one) is not None]
    return [*kept, *new.values()]


def as_exported(stored: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return stored answers by the keys of their questions, in English or the first language there is."""
    return {one["key"]: for_reader(one["answers"], "en") for one in stored}
