"""What is an incident split into? Source: contract, an incident that can be divided is several."""

from dataclasses import dataclass

from models.vocabulary import SeverityLetter

FEWEST, MOST = 2, 10
"""Fewest and most incidents that one can be split into."""


@dataclass(frozen=True)
class Part:
    """One of the incidents that come of a split."""

    title: str
    severity: SeverityLetter
