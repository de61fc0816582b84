"""Where does a page of the App Home begin? A button carries the place."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.rules.carried import NotOurs, number_in
from models.vocabulary import HomeList

PAGE = 15
"""Incidents on a page; each takes two blocks of the hundred that a Home may have."""
CLOSED_SHOWN, PACKS_SHOWN, DECISIONS_SHOWN, REFUSED_SHOWN = 5, 5, 5, 3
"""Maximum entries in each of the other parts."""


@dataclass(frozen=True)
class QueuePlace:
    """A place in the queue: incidents that nobody has acknowledged come first, then the others, each by deadline."""

    part: int
    """0 for incidents that nobody has acknowledged, 1 for those that somebody works on."""
    deadline: datetime
    number: int

    def encode(self) -> str:
        """Return the place as the value of a button."""
        return f"{self.part} {self.deadline.isoformat()} {self.number}"


def list_in(carried: object) -> HomeList:
    """Return the list that was chosen; raise `NotOurs` for anything else."""
    for one in get_args(HomeList):
        if one == carried:
            return one  # type: ignore[no-any-return]
    raise NotOurs


def decode(carried: object) -> QueuePlace:
    """Return the place that a button carries; raise `NotOurs` for anything else."""
    try:
        part, deadline, number = str(carried).split(" ")
        at = datetime.fromisoformat(deadline)
    except ValueError:
        raise NotOurs from None
    if part not in {"0", "1"} or at.utcoffset() is None:
        raise NotOurs
    return QueuePlace(int(part), at, number_in(number))
