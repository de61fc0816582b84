"""The answers that a provider has prepared for its technicians: files in `replies/` beside the policy file."""

from bot.policy_texts import TextKind
from bot.rules.placeholders import check

REPLIES = TextKind(
    folder="replies",
    noun="answer",
    title="title",
    example="We are looking into it",
    file="looking_into_it",
    text_limit=2500,  # A field takes 3,000, and the value of a placeholder may be longer than its name.
    most=100,  # They stand in one select.
    convert=check,
)
"""Prepared answers; their texts are kept as typed, with placeholders (see `rules/placeholders.py`)."""
