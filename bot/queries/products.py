"""Which products are there?"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import Product


@dataclass(frozen=True)
class CatalogueEntry:
    """A product that can be chosen."""

    id: int
    name: str


def catalogue(session: Session, *, limit: int, typed: str = "") -> list[CatalogueEntry]:
    """Return up to `limit` products by name, those whose name contains what was typed."""
    wanted = select(Product).order_by(col(Product.name)).limit(limit)
    if typed:
        wanted = wanted.where(col(Product.name).icontains(typed, autoescape=True))
    return [CatalogueEntry(id=one.id or 0, name=one.name) for one in session.exec(wanted)]
