"""One page of a list of incidents as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.incident import IncidentFacts
from bot.rules.incident_list import Page


@dataclass(frozen=True)
class IncidentList:
    """The incidents on a page, and whether there are more before and after it."""

    incidents: Sequence[IncidentFacts]
    count: int
    """How many there are on all pages, as far as they were counted."""
    page: Page
    previous: Page | None = None
    next: Page | None = None
    cards: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of the cards on the reader's side, by incident."""
    is_cut: bool = False
    """True if more incidents contain the words than were looked through."""
