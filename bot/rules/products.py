"""A product as a manager adds or edits it."""

from dataclasses import dataclass
from datetime import date

CODE_LIMIT, NAME_LIMIT = 60, 150
"""Maximum characters."""


@dataclass(frozen=True)
class ProductDetails:
    """A product as a manager describes it."""

    product_id: int | None
    """None for a new one."""
    code: str
    name: str
    mainstream_end: date | None
    """The last day of mainstream support; None if unknown."""
    extended_end: date | None
    """The last day of extended support; None if unknown."""
