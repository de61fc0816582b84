"""Is a product still supported? Source: contract, the whole lifecycle of standard and extended support."""

from datetime import date
from typing import Literal

Stage = Literal["mainstream", "extended", "ended", "unknown"]


def stage_of(mainstream_end: date | None, extended_end: date | None, *, today: date) -> Stage:
    """Return the stage that a product is in; both dates are last days, and all support ends with extended support."""
    if extended_end is not None and today > extended_end:
        return "ended"
    if mainstream_end is not None and today > mainstream_end:
        return "ended" if extended_end is None else "extended"
    return "unknown" if mainstream_end is None and extended_end is None else "mainstream"


def last_day(mainstream_end: date | None, extended_end: date | None) -> date | None:
    """Return the last day of support; None if unknown."""
    return extended_end or mainstream_end


def out_of_support_since(mainstream_end: date | None, extended_end: date | None, *, today: date) -> date | None:
    """Return the last day of support once it has passed; None while the contract covers the product."""
    ends = last_day(mainstream_end, extended_end)
    return ends if ends is not None and today > ends else None
