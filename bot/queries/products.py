"""Which products are there?"""

from sqlmodel import Session, col, func, or_, select

from bot.facts.product import CatalogueEntry, ProductFacts
from models import Product


def catalogue(session: Session, *, limit: int, typed: str = "") -> list[CatalogueEntry]:
    """Return up to `limit` products by name, those whose name contains what was typed."""
    wanted = select(Product).order_by(col(Product.name)).limit(limit)
    if typed:
        wanted = wanted.where(col(Product.name).icontains(typed, autoescape=True))
    return [_entry(one) for one in session.exec(wanted)]


def _entry(product: Product) -> CatalogueEntry:
    return CatalogueEntry(product.id or 0, product.name, product.mainstream_end, product.extended_end)


def product_facts(session: Session, *, product_id: int) -> ProductFacts:
    """Return a product that exists."""
    one = session.get_one(Product, product_id)
    return ProductFacts(product_id, one.code, one.name, one.mainstream_end, one.extended_end)


def found_products(session: Session, *, typed: str, limit: int) -> tuple[list[CatalogueEntry], int]:
    """Return up to `limit` products by name, and how many there are in all, of which every word typed is a part.

    The words may stand in the name or be a code; all products for no words.
    """
    is_meant = [
        or_(col(Product.name).icontains(word, autoescape=True), col(Product.code).icontains(word, autoescape=True))
        for word in typed.split()[:WORDS_LIMIT]
    ]
    count = session.exec(select(func.count()).select_from(Product).where(*is_meant)).one()
    found = session.exec(select(Product).where(*is_meant).order_by(col(Product.name), col(Product.id)).limit(limit))
    return [_entry(one) for one in found], count


WORDS_LIMIT = 10
"""Maximum words of a search that count."""
