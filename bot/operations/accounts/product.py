"""A manager adds a product to the catalogue, or changes one."""

from datetime import date, datetime

from sqlmodel import Session, func, select

from bot import audit
from bot.database import flush_or, lock_name
from bot.rules.refusal import Refusal
from models import Product


class ProductCodeTaken(Refusal):
    """There is another product with this code."""

    text = "refusal-product_code_taken"


class LifecycleReversed(Refusal):
    """Extended support would end before mainstream support does."""

    text = "refusal-lifecycle_reversed"


def edit_product(
    session: Session,
    *,
    product_id: int | None = None,
    code: str,
    name: str,
    mainstream_end: date | None,
    extended_end: date | None,
    actor: str,
    now: datetime,
) -> Product:
    """Add a product, or change the one with this number, and return it; where nothing changes, nothing is recorded.

    Raises `ProductCodeTaken` at the field `code` (capital and small letters are the same there), and
    `LifecycleReversed` at `extended_end`.
    """
    if mainstream_end and extended_end and extended_end < mainstream_end:
        raise LifecycleReversed("extended_end")
    lock_name(session, f"product {code.lower()}")
    known = _locked(session, product_id) if product_id is not None else None
    _check_code(session, code, product_id)
    product = known or Product(code="", name="")
    before = _facts(product)
    product.code, product.name = code, name
    product.mainstream_end, product.extended_end = mainstream_end, extended_end
    if _facts(product) == before:
        return product
    session.add(product)
    flush_or(session, ProductCodeTaken("code"))
    changed = [key for key, value in _facts(product).items() if known is None or before[key] != value]
    audit.record(
        session,
        kind="edit_product",
        actor=actor,
        at=now,
        before={key: before[key] for key in changed if known is not None},
        after={"product": product.id} | {key: _facts(product)[key] for key in changed},
    )
    return product


def _locked(session: Session, product_id: int) -> Product:
    wanted = select(Product).where(Product.id == product_id).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).one()


def _check_code(session: Session, code: str, product_id: int | None) -> None:
    taken = session.exec(select(Product.id).where(func.lower(Product.code) == code.lower())).all()
    if any(one != product_id for one in taken):
        raise ProductCodeTaken("code")


def _facts(product: Product) -> dict[str, str | None]:
    ends = {"mainstream_end": product.mainstream_end, "extended_end": product.extended_end}
    dates = {name: day.isoformat() if day else None for name, day in ends.items()}
    return {"code": product.code, "name": product.name} | dates
