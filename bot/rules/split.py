"""What is an incident split into? Source: contract, a problem that can be divided is several incidents."""

from dataclasses import dataclass

from models.vocabulary import SeverityLetter

FEWEST, MOST = 2, 10
"""Minimum and maximum number of incidents that one can be split into."""


@dataclass(frozen=True)
class Part:
    """One of the incidents that result from a split."""

    title: str
    severity: SeverityLetter
