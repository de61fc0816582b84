"""Does the contract cover a product? Only while it is within its lifecycle. Source: contract, what is not covered."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.queries.products import catalogue_entry
from bot.rules.filing import UnknownProduct
from bot.rules.lifecycle import out_of_support_since
from bot.rules.refusal import Refusal
from bot.texts.slack_text import shown
from models import Account


class ProductEnded(Refusal):
    """The product is out of its lifecycle. Source: contract, what is not covered."""

    text = "refusal-product_ended"


def is_product_covered(
    session: Session, product_id: int | None, account: Account | None, *, exception: str, context: Context
) -> bool:
    """Return whether the product is within its lifecycle today, in the account's zone; True for no product.

    Raises `UnknownProduct` if the product is gone, and `ProductEnded` if it is out of its lifecycle, unless a
    technician has given a reason for an exception.
    """
    if product_id is None:
        return True
    product = catalogue_entry(session, product_id=product_id)
    if product is None:
        raise UnknownProduct("product")
    today = context.policy.today(account.calendar if account else None, context.now)
    ended = out_of_support_since(product.mainstream_end, product.extended_end, today=today)
    if ended is None:
        return True
    if not exception:
        raise ProductEnded("product", product=shown(product.name), date=ended)
    return False
