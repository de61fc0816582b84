"""The field *Severity*: what each severity promises."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from slack_sdk.models.blocks import Option, RadioButtonsElement

from bot.forms.fields import option_text
from bot.rules.terms import Promise, Promises
from bot.texts.catalogue import Words
from models.vocabulary import SeverityLetter


def severities(
    promises: Promises,
    words: Words,
    *,
    present: str | None = None,
    deadlines: Mapping[SeverityLetter, datetime] | None = None,
) -> RadioButtonsElement:
    """Return the choice of a severity, with what each promises; `present` is chosen already.

    The `deadlines` are shown beside them, in the reader's zone.
    """
    by = deadlines or {}
    options = {one: _severity(one, promise, words, deadline=by.get(one)) for one, promise in sorted(promises.items())}
    chosen_already = next((option for letter, option in options.items() if letter == present), None)
    return RadioButtonsElement(options=list(options.values()), initial_option=chosen_already)


def _severity(letter: SeverityLetter, promise: Promise, words: Words, *, deadline: datetime | None) -> Option:
    by = option_text(words("severity-by", deadline=words.plain_moment(deadline))) if deadline else None
    return Option(value=letter, text=promised(letter, promise, words.locale), description=by)


@lru_cache(maxsize=64)
def promised(letter: SeverityLetter, promise: Promise, locale: str) -> str:
    """Return what the severity promises: a length of time, which is the same in every zone."""
    words = Words(locale, "UTC")
    target = words.on_clock(promise.target, promise.clock)
    return option_text(words("severity-option", severity=words(f"severity-{letter}"), target=target))
