"""A product as people choose it, and as managers edit it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CatalogueEntry:
    """A product that can be chosen."""

    id: int
    name: str
    mainstream_end: date | None = None
    extended_end: date | None = None
    code: str = ""


@dataclass(frozen=True)
class ProductFacts:
    """All that is known of a product."""

    id: int
    code: str
    name: str
    mainstream_end: date | None
    extended_end: date | None
