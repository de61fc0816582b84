"""A manager adds a product to the catalogue, or changes one."""

from sqlmodel import Session, func, select

from bot import audit
from bot.database import flush_or, lock_name
from bot.operations.context import Context
from bot.rules.products import ProductDetails
from bot.rules.refusal import Refusal
from models import Product
from models.search_text import search_text


class ProductCodeTaken(Refusal):
    """There is another product with this code."""

    text = "refusal-product_code_taken"


class LifecycleReversed(Refusal):
    """Extended support would end before mainstream support does."""

    text = "refusal-lifecycle_reversed"


def edit_product(session: Session, details: ProductDetails, *, context: Context) -> Product:
    """Add a product, or change the one with this number, and return it; if nothing changes, nothing is recorded.

    Raises `ProductCodeTaken` at the field `code` (codes are compared without regard to case), and `LifecycleReversed`
    at `extended_end`.
    """
    mainstream_end, extended_end = details.mainstream_end, details.extended_end
    if mainstream_end and extended_end and extended_end < mainstream_end:
        raise LifecycleReversed("extended_end")
    lock_name(session, f"product {details.code.lower()}")
    known = _locked(session, details.product_id) if details.product_id is not None else None
    _check_code(session, details.code, details.product_id)
    product = known or Product(code="", name="")
    before = _values(product)
    product.code, product.name = details.code, details.name
    product.search_text = search_text(details.name, details.code)
    product.mainstream_end, product.extended_end = mainstream_end, extended_end
    if _values(product) == before:
        return product
    session.add(product)
    flush_or(session, ProductCodeTaken("code"))
    _record(session, product, before if known else {}, context=context)
    return product


def _locked(session: Session, product_id: int) -> Product:
    wanted = select(Product).where(Product.id == product_id).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).one()


def _check_code(session: Session, code: str, product_id: int | None) -> None:
    taken = session.exec(select(Product.id).where(func.lower(Product.code) == code.lower())).all()
    if any(one != product_id for one in taken):
        raise ProductCodeTaken("code")


def _values(product: Product) -> dict[str, str | None]:
    ends = {"mainstream_end": product.mainstream_end, "extended_end": product.extended_end}
    dates = {name: day.isoformat() if day else None for name, day in ends.items()}
    return {"code": product.code, "name": product.name} | dates


def _record(session: Session, product: Product, before: dict[str, str | None], *, context: Context) -> None:
    """Record the values that have changed, or all of them for a new product."""
    changed = {key: value for key, value in _values(product).items() if not before or before[key] != value}
    audit.record(
        session,
        kind="edit_product",
        actor=context.actor,
        at=context.now,
        before={key: before[key] for key in changed if before},
        after={"product": product.id} | changed,
    )
