"""What happened to an incident, as its history shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.event_vocabulary import AccountEvent, IncidentEvent


@dataclass(frozen=True)
class EventFacts:
    """One event of the audit trail."""

    kind: IncidentEvent | AccountEvent
    actor: str
    """Slack member id; "guichet" for what happens by itself."""
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    """The changed values, by name, before and after."""
