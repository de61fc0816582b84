"""A reply: what a technician wants the customer to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A reply as it was typed in its form."""

    incident_id: int
    text: str
    """As typed."""
    ts: str
    """Timestamp of the triage message that is sent on; "form …" for a reply that was written in the form."""
    waits: bool = False
    """True if the reply asks the customer for something, so that we wait for an answer."""
