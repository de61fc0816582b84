"""What is a refusal? A "no" with a reason that the reader can act on; it is no fault of the program."""

from typing import ClassVar


class Refusal(Exception):
    """The request cannot be granted; `text` names the sentence, `facts` fill it in, `field` is where it appears."""

    text: ClassVar[str]

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(self.text, facts)
        self.field = field
        self.facts = facts


class NotKnownNow(Refusal):
    """Something must be known that Slack does not tell just now: that is neither a yes nor a no, so it is tried again.

    Whoever acts reads the sentence; an event is refused, so that Slack sends it again.
    """
