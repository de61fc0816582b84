"""What are the managers told about the program itself?"""

from datetime import datetime

from bot.messages.blocks import message, paragraph
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def trouble(*, words: Words, finding: str, **facts: str | int) -> Message:
    """Return what the auditor has found and what it did about it."""
    told = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    if "since" in facts:
        told["since"] = words.moment(datetime.fromisoformat(str(facts["since"])))
    text = words(f"trouble-{finding}", **told)
    return message(text, [paragraph(text)])
