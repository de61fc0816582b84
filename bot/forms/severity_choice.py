"""The field *Severity*: what each promises."""

from slack_sdk.models.blocks import Option, RadioButtonsElement

from bot.forms.fields import option_text
from bot.rules.terms import Promise, Promises
from bot.texts.catalogue import Words
from models.vocabulary import SeverityLetter


def severities(promises: Promises, words: Words, *, present: str | None = None) -> RadioButtonsElement:
    """Return the choice of a severity with what each promises; the present one is chosen already."""
    options = {letter: _severity(letter, promise, words) for letter, promise in sorted(promises.items())}
    chosen_already = next((option for letter, option in options.items() if letter == present), None)
    return RadioButtonsElement(options=list(options.values()), initial_option=chosen_already)


def _severity(letter: SeverityLetter, promise: Promise, words: Words) -> Option:
    target = words.on_clock(promise.target, promise.clock)
    text = words("severity-option", severity=words(f"severity-{letter}"), target=target)
    return Option(value=letter, text=option_text(text))
