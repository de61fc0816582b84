"""An incident that seems to be about the same thing as another one, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.incident import IncidentFacts


@dataclass(frozen=True)
class SimilarFacts:
    """Incidents that are similar to one that was filed, the most similar first."""

    number: int
    """The one that was filed."""
    similar: Sequence[IncidentFacts]
    solutions: Sequence[str]
    """What was proposed last for each of them; "" where nothing was."""
