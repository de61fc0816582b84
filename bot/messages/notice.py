"""What the managers read about the program itself."""

from datetime import datetime

from bot.messages.blocks import one_paragraph
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def trouble(*, words: Words, finding: str, is_unheard: bool = False, **facts: str | int) -> Message:
    """Return the message saying what the auditor found and what it did about that."""
    readable = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    if "since" in facts:
        readable["since"] = words.moment(datetime.fromisoformat(str(facts["since"])))
    if "incident" in readable:
        readable["incident"] = words.linked(str(readable["incident"]))
    return one_paragraph(words(f"trouble-{finding}", **readable))
