"""An incident that seems to be about the same thing as another one, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.incident import IncidentFacts


@dataclass(frozen=True)
class SimilarFacts:
    """Incidents that are similar to one that was filed, the most similar first."""

    number: int
    """Number of the incident that was filed."""
    similar: Sequence[IncidentFacts]
    solutions: Sequence[str]
    """The last solution proposed for each of them; "" if none was."""
