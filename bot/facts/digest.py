"""What has stood still, as the one who has it reads of it once a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.facts.incident import IncidentFacts


@dataclass(frozen=True)
class StoodStill:
    """An incident to which nothing has happened since an instant."""

    incident: IncidentFacts
    since: datetime


@dataclass(frozen=True)
class Digest:
    """What somebody has that has stood still."""

    listed: Sequence[StoodStill]
    """The longest first, no more than are shown."""
    count: int
    """How many there are in all."""
