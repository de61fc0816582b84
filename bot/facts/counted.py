"""How far are rows counted for people to read?"""

COUNT_LIMIT = 100
"""Rows are counted up to one more than this: then people read "more than 100". It costs the same with any number."""


def is_more(count: int) -> bool:
    """Return True if there are more than were counted."""
    return count > COUNT_LIMIT
