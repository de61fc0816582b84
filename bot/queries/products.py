"""Which products are there?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.facts.product import CatalogueEntry, ProductFacts
from bot.queries.counting import count_some
from bot.queries.search import in_order, is_meant
from bot.rules.carried import NUMBER
from models import Product

# These are built once: building a statement takes longer than running it, and every form needs them.
_COLUMNS: list[Any] = [Product.id, Product.name, Product.mainstream_end, Product.extended_end, Product.code]
_ENTRIES = sql_select(*_COLUMNS)
_ONE = _ENTRIES.where(col(Product.id) == bindparam("number"))
_SOME = _ENTRIES.order_by(*in_order(Product)).limit(bindparam("limit", type_=Integer))


def catalogue(session: Session, *, limit: int, typed: str = "") -> list[CatalogueEntry]:
    """Return up to `limit` products, ordered by name, whose name or code contains every word typed."""
    found = session.execute(_SOME.where(*is_meant(Product, typed)), {"limit": limit})
    return [CatalogueEntry(*one) for one in found]


def chosen_product(session: Session, chosen: str, known: Sequence[CatalogueEntry]) -> CatalogueEntry | None:
    """Return the product whose id was chosen, from those in `known` or else looked up; None if it is gone."""
    if not NUMBER.fullmatch(chosen):
        return None
    number = int(chosen)
    found = next((one for one in known if one.id == number), None)
    return found or catalogue_entry(session, product_id=number)


def catalogue_entry(session: Session, *, product_id: int) -> CatalogueEntry | None:
    """Return the product with this id; None if it is gone."""
    found = session.execute(_ONE, {"number": product_id}).first()
    return CatalogueEntry(*found) if found else None


def unknown_products(session: Session, *, codes: Sequence[str]) -> list[str]:
    """Return those of these lower-case codes that no product has, in upper or lower case."""
    known = session.exec(select(func.lower(Product.code)).where(func.lower(Product.code).in_(codes))).all()
    return [one for one in codes if one not in known]


def product_facts(session: Session, *, product_id: int) -> ProductFacts:
    """Return the facts of a product that must exist."""
    one = session.get_one(Product, product_id)
    return ProductFacts(product_id, one.code, one.name, one.mainstream_end, one.extended_end)


def found_products(session: Session, *, typed: str, limit: int) -> tuple[list[CatalogueEntry], int]:
    """Return up to `limit` products whose name or code contains every word typed, and how many there are in all.

    The products are ordered by name, and counted as `count_some` does; without words, all products match.
    """
    count = count_some(session, select(Product.id).where(*is_meant(Product, typed)))
    return catalogue(session, limit=limit, typed=typed), count
