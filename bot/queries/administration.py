"""What do managers see of what they change?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import Membership, Product


@dataclass(frozen=True)
class Member:
    """Who or what belongs to an account."""

    kind: str
    """user", "domain" or "channel"."""
    value: str
    is_buyer: bool


@dataclass(frozen=True)
class ProductFacts:
    """All that is known of a product."""

    id: int
    code: str
    name: str
    mainstream_end: date | None
    extended_end: date | None


def members_of(session: Session, *, account_id: int) -> Sequence[Member]:
    """Return who belongs to an account, the first one first."""
    found = select(Membership).where(Membership.account_id == account_id).order_by(col(Membership.id))
    return [Member(one.kind, one.value, one.is_buyer) for one in session.exec(found)]


def product_facts(session: Session, *, product_id: int) -> ProductFacts:
    """Return a product that exists."""
    one = session.get_one(Product, product_id)
    return ProductFacts(product_id, one.code, one.name, one.mainstream_end, one.extended_end)
