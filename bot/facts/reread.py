"""What was found when the thread of an incident was read again."""

from dataclasses import dataclass, field

from bot.rules.written_message import WrittenMessage


@dataclass
class Reread:
    """What reading the threads of an incident again has shown."""

    is_read: bool = False
    """False if Slack could not be asked, so that it is not known what the threads hold."""
    wait_s: float = 0.0
    """Seconds for which Slack wants no requests."""
    is_answered: bool = True
    """False if Slack gave no answer at all, or not its own: it may in a minute."""
    news: list[WrittenMessage] = field(default_factory=list)
    """Messages written or edited in the customer's thread that had not reached us."""
