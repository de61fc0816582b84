"""Answers to the provider's own questions are read in the reader's language, corrected and exported by their keys."""

from typing import Any

import pytest

from bot.rules.extra import ExtraAnswer, as_exported, comparable, corrected, for_reader


def answer(key: str, **answers: str) -> ExtraAnswer:
    """Return an answer; what was typed is under `typed`."""
    by_language = {"" if language == "typed" else language: text for language, text in answers.items()}
    return ExtraAnswer(key=key, labels={"en": key}, answers=by_language)


@pytest.mark.parametrize(
    ("texts", "locale", "expected"),
    [
        ({"fr": "oui", "en": "yes"}, "fr", "oui"),
        ({"fr": "oui", "en": "yes"}, "de", "yes"),
        ({"fr": "oui", "de": "ja"}, "es", "oui"),
        ({"": "typed"}, "fr", "typed"),
        ({}, "fr", ""),
    ],
)
def test_a_text_is_in_the_readers_language_else_in_english(texts: dict[str, str], locale: str, expected: str) -> None:
    assert for_reader(texts, locale) == expected


def test_is_compared_and_exported_in_english() -> None:
    site = answer("site", fr="Lyon (oui)", en="Lyon")
    assert [comparable(one) for one in (site, None)] == ["Lyon", ""]
    assert as_exported([site.model_dump(), answer("asset", typed="PC-7").model_dump()]) == {
        "site": "Lyon",
        "asset": "PC-7",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"site": "Lyon", "asset": "PC-7"}),
        ({"asset": "PC-8"}, {"site": "Lyon", "asset": "PC-8"}),
        ({"site": None}, {"asset": "PC-7"}),
        ({"floor": "2", "site": "Nice"}, {"site": "Nice", "asset": "PC-7", "floor": "2"}),
        ({"floor": None}, {"site": "Lyon", "asset": "PC-7"}),
    ],
)
def test_is_corrected_in_its_place(changes: dict[str, str | None], expected: dict[str, str]) -> None:
    stored: list[dict[str, Any]] = [
        answer("site", typed="Lyon").model_dump(),
        answer("asset", typed="PC-7").model_dump(),
    ]
    new = {key: None if text is None else answer(key, typed=text) for key, text in changes.items()}
    assert list(as_exported(corrected(stored, new)).items()) == list(expected.items())
