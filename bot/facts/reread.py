"""What was found when the thread of an incident was read again."""

from dataclasses import dataclass, field

from bot.rules.written_message import WrittenMessage


@dataclass
class Reread:
    """What reading the threads of an incident again has shown."""

    is_read: bool = False
    """False where Slack could not be asked: then nobody knows what the threads hold."""
    wait_s: float = 0.0
    """Seconds for which Slack wants nobody to ask."""
    news: list[WrittenMessage] = field(default_factory=list)
    """What was written or changed in the customer's thread and had not reached us."""
