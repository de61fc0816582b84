"""A reply: what a technician wants the customer to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A reply as it was typed in its form."""

    incident_id: int
    text: str
    """As typed."""
    ts: str
    """Slack's name of the triage message that is sent; "form …" for what was written in the form."""
    waits: bool = False
    """True if it asks the customer for something that is waited for."""
