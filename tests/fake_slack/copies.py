"""Copies of what the fake workspace holds: a test must neither change it nor see it change."""

import pickle
from typing import TypeVar

Thing = TypeVar("Thing")


def copied(thing: Thing) -> Thing:
    """Return a deep copy, several times as fast as `copy.deepcopy`: journeys look at messages and forms often."""
    return pickle.loads(pickle.dumps(thing))  # type: ignore[no-any-return]  # noqa: S301 - it was pickled here
