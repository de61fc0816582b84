"""How far are rows counted before people read "more than"?"""

COUNT_LIMIT = 100
"""Rows are counted up to one more than this, shown as "more than 100": the cost is the same however many there are."""


def is_more(count: int) -> bool:
    """Return True if the count stopped at the limit, so that there may be more rows."""
    return count > COUNT_LIMIT
