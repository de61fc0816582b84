"""One page of a list of incidents as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.incident import IncidentFacts
from bot.rules.incident_list import Page


@dataclass(frozen=True)
class IncidentList:
    """What stands on a page, and whether there is more on either side."""

    incidents: Sequence[IncidentFacts]
    count: int
    """How many there are on all pages, as far as they were counted."""
    page: Page
    previous: Page | None = None
    next: Page | None = None
    cards: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of the cards on the reader's side, by incident."""
    is_cut: bool = False
    """Were more incidents found by their words than are looked through?"""
