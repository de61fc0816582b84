"""How long does the engine wait for what?"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Timing:
    """Lengths of real time, even where the clock runs fast (the demo) or is wrong."""

    lease: timedelta = timedelta(seconds=45)
    """Time after which the messages of a process that died are claimed by another: the promise is a minute."""
    call_timeout_s: float = 10.0
    """Maximum seconds of a call to Slack."""
    shortest_wait_s: float = 5.0
    """Minimum seconds before a message that may have been posted is looked for: Slack may show it a little late."""
    longest_wait_s: float = 40.0
    """Maximum seconds between two tries: once Slack works again, everything is tried within the promised minute."""
    parked_for: timedelta = timedelta(minutes=10)
    """Time between two tries of a parked message."""
