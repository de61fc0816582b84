"""What are the managers told about the program itself?"""

from bot.messages.blocks import Message, escape, message, paragraph
from bot.texts.catalogue import Words


def trouble(*, words: Words, finding: str, **facts: str) -> Message:
    """Return what the auditor has found and what it did about it."""
    text = words(f"trouble-{finding}", **{name: escape(value) for name, value in facts.items()})
    return message(text, [paragraph(text)])
