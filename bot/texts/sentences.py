"""Reads a sentence in the file of its language when it is first needed: all of them at once take a fifth of a start."""

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

_BEGINNING = re.compile(r"^(?=[a-zA-Z#])", re.MULTILINE)
"""Where a sentence or a comment begins: the lines that belong to one are indented."""
_PART = re.compile(r"\{\s*([a-zA-Z][\w-]*)")
"""A sentence that another is made of, in its braces; before the name of a fact there is a $."""
_SYNTAX = re.compile(r"[{}\n]")
"""What makes a text more than a line that is shown as it is (projectfluent.org/fluent/guide/text.html)."""


@cache
def as_it_stands(locale: str, message_id: str) -> str:
    """Return a sentence that needs no facts: most of what a form shows, the same each time.

    Raises KeyError if there is none, ValueError if it does need a fact.
    """
    text = _sources(locale)[message_id].partition("=")[2].strip(" \n")
    return filled_in(locale, message_id, {}) if _SYNTAX.search(text) or not text else text


def filled_in(locale: str, message_id: str, facts: dict[str, object]) -> str:
    """Return a sentence with these facts; raise KeyError if there is none, ValueError if a fact is missing."""
    bundle = _bundle(locale)
    _read(bundle, locale, message_id)
    pattern = bundle.get_message(message_id).value
    if pattern is None:
        raise KeyError(message_id)
    text, problems = bundle.format_pattern(pattern, facts)
    if problems:
        raise ValueError(f"{message_id} in {locale} cannot be filled in ({problems[0]})")
    return str(text)


def _read(bundle: "FluentBundle", locale: str, message_id: str) -> None:
    """Give the bundle a sentence that it has not got, after those that it is made of."""
    from fluent.runtime import FluentResource

    sources = _sources(locale)
    if not bundle.has_message(message_id):
        for part in sources.keys() & _PART.findall(sources[message_id]):
            _read(bundle, locale, part)
        bundle.add_resource(FluentResource(sources[message_id]))


@cache
def _sources(locale: str) -> dict[str, str]:
    """Return what the file has of each sentence, by its id: "form-close" and "form-close = Cancel"."""
    text = resources.files("bot.texts").joinpath(f"{locale}.ftl").read_text(encoding="utf-8")
    entries = (one for one in _BEGINNING.split(text) if one[:1].isalpha())
    return {one.partition("=")[0].rstrip(): one for one in entries}


@cache
def _bundle(locale: str) -> "FluentBundle":
    from fluent.runtime import FluentBundle

    return FluentBundle([locale], use_isolating=False)
