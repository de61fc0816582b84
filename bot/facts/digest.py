"""A technician's incidents in which nothing has happened, as listed in the weekly digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.facts.incident import IncidentFacts


@dataclass(frozen=True)
class StoodStill:
    """An incident in which nothing has happened since an instant."""

    incident: IncidentFacts
    since: datetime


@dataclass(frozen=True)
class Digest:
    """The incidents assigned to somebody in which nothing has happened."""

    listed: Sequence[StoodStill]
    """Those without activity for longest first, only as many as are shown."""
    count: int
    """How many there are in all."""
