"""Which products are there?"""

from collections.abc import Sequence

from sqlmodel import Session, select

from bot.facts.product import CatalogueEntry, ProductFacts
from bot.queries.counting import count_some
from bot.queries.search import in_order, is_meant
from bot.rules.carried import NUMBER
from models import Product


def catalogue(session: Session, *, limit: int, typed: str = "") -> list[CatalogueEntry]:
    """Return up to `limit` products by name, those whose name or code contains every word typed."""
    found, order = is_meant(Product, typed), in_order(Product)
    return [_entry(one) for one in session.exec(select(Product).where(*found).order_by(*order).limit(limit))]


def chosen_product(session: Session, chosen: str, known: Sequence[CatalogueEntry]) -> CatalogueEntry | None:
    """Return the product whose number was chosen, of those that are known or else looked up; None if it is gone."""
    if not NUMBER.fullmatch(chosen):
        return None
    number = int(chosen)
    found = next((one for one in known if one.id == number), None)
    product = None if found else session.get(Product, number)
    return _entry(product) if product else found


def _entry(product: Product) -> CatalogueEntry:
    return CatalogueEntry(product.id or 0, product.name, product.mainstream_end, product.extended_end, product.code)


def product_facts(session: Session, *, product_id: int) -> ProductFacts:
    """Return a product that exists."""
    one = session.get_one(Product, product_id)
    return ProductFacts(product_id, one.code, one.name, one.mainstream_end, one.extended_end)


def found_products(session: Session, *, typed: str, limit: int) -> tuple[list[CatalogueEntry], int]:
    """Return up to `limit` products by name, and how many there are in all, of which every word typed is a part.

    The words may stand in the name or be a code; all products for no words. They are counted as `count_some` does.
    """
    count = count_some(session, select(Product.id).where(*is_meant(Product, typed)))
    return catalogue(session, limit=limit, typed=typed), count
