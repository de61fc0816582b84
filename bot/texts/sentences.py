"""Reads each sentence from its language's file when it is first needed: all at once would take a fifth of a start."""

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

_BEGINNING = re.compile(r"^(?=[a-zA-Z#])", re.MULTILINE)
"""Where a sentence or a comment begins: its further lines are indented."""
_PART = re.compile(r"\{\s*([a-zA-Z][\w-]*)")
"""A reference in braces to another sentence; the name of a fact would have a $ before it."""
_SYNTAX = re.compile(r"[{}\n]")
"""Characters of which one makes a text more than a literal line (projectfluent.org/fluent/guide/text.html)."""


@cache
def as_it_stands(locale: str, message_id: str) -> str:
    """Return a sentence that needs no facts, like most texts in forms; the result is cached.

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
    """Add a sentence to the bundle if it is not there yet, after the sentences to which it refers."""
    from fluent.runtime import FluentResource

    sources = _sources(locale)
    if not bundle.has_message(message_id):
        for part in sources.keys() & _PART.findall(sources[message_id]):
            _read(bundle, locale, part)
        bundle.add_resource(FluentResource(sources[message_id]))


@cache
def _sources(locale: str) -> dict[str, str]:
    """Return the source of each sentence in the file by its id: {"form-close": "form-close = Cancel"}."""
    text = resources.files("bot.texts").joinpath(f"{locale}.ftl").read_text(encoding="utf-8")
    entries = (one for one in _BEGINNING.split(text) if one[:1].isalpha())
    return {one.partition("=")[0].rstrip(): one for one in entries}


@cache
def _bundle(locale: str) -> "FluentBundle":
    from fluent.runtime import FluentBundle

    return FluentBundle([locale], use_isolating=False)
