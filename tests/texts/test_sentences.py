"""A sentence that is read by itself is what it is in its file as a whole."""

import re
from contextlib import suppress
from importlib import resources

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as ftl

from bot.texts.catalogue import LANGUAGES
from bot.texts.sentences import as_it_stands, filled_in

pytestmark = pytest.mark.parametrize("locale", LANGUAGES)


class Whole:
    """A file as Fluent reads it at once."""

    def __init__(self, locale: str) -> None:
        source = resources.files("bot.texts").joinpath(f"{locale}.ftl").read_text(encoding="utf-8")
        resource = FluentResource(source)
        self.bundle = FluentBundle([locale], use_isolating=False)
        self.bundle.add_resource(resource)
        self.ids = [one.id.name for one in resource.body if isinstance(one, ftl.Message)]
        self.facts: dict[str, object] = dict.fromkeys(re.findall(r"\$(\w+)", source), 1)

    def text(self, message_id: str, facts: dict[str, object]) -> str | None:
        """Return a sentence; None if it needs facts that are not given."""
        text, problems = self.bundle.format_pattern(self.bundle.get_message(message_id).value, facts)
        return None if problems else str(text)


def test_with_its_facts(locale: str) -> None:
    whole = Whole(locale)

    assert {one: filled_in(locale, one, whole.facts) for one in whole.ids} == {
        one: whole.text(one, whole.facts) for one in whole.ids
    }


def test_without_facts_unless_it_needs_some(locale: str) -> None:
    whole, alone = Whole(locale), {}
    for one in whole.ids:
        with suppress(ValueError):
            alone[one] = as_it_stands(locale, one)

    expected = {one: text for one in whole.ids if (text := whole.text(one, {})) is not None}
    assert expected
    assert alone == expected


def test_none_is_there_beside_those_of_the_file(locale: str) -> None:
    for name in ("no-such-sentence", "card", "#", ""):
        with pytest.raises(KeyError):
            as_it_stands(locale, name)
        with pytest.raises(KeyError):
            filled_in(locale, name, {})
