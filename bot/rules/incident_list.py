"""What does a list of incidents show, and where does its page begin? A button carries both."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from bot.rules.carried import NotOurs, number_in

Which = Literal["open", "mine", "unassigned", "waiting", "closed", "all", "found"]
"""Which incidents are listed; "found" is the result of a search."""
LOOKED_THROUGH = 5000
"""Maximum incidents with the typed words, the newest, that are checked for the list's other conditions."""
TYPED_LIMIT = 300
"""Maximum characters of typed words that a button carries."""


@dataclass(frozen=True)
class ListPlace:
    """The place of an incident in an ordered list: a page begins after it, or ends before it."""

    section: int
    """Index of the part of the list: urgent incidents come before others, better search results before the rest."""
    number: int
    at: datetime | None = None
    """The instant by which its section is ordered; None if it is ordered by number alone."""


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    which: Which = "open"
    account: int | None = None
    """Id of the only account whose incidents are listed; None for all."""
    typed: str = ""
    """Words that the incidents must contain."""
    place: ListPlace | None = None
    """None for the first page."""
    is_before: bool = False
    """True if the page ends before its place; False if it begins after it."""

    def after(self, place: ListPlace) -> "Page":
        """Return the page that begins after this place."""
        return replace(self, place=place, is_before=False)

    def before(self, place: ListPlace) -> "Page":
        """Return the page that ends before this place."""
        return replace(self, place=place, is_before=True)

    def encode(self) -> str:
        """Return the page as the value of a button, at most 2,000 characters."""
        carried = asdict(replace(self, typed=self.typed[:TYPED_LIMIT]))
        return json.dumps(carried, default=datetime.isoformat, ensure_ascii=False)


def decode(carried: object) -> Page:
    """Return the page that a button carries; raise `NotOurs` for anything else."""
    try:
        page = Page(**json.loads(str(carried)))
        place = None if page.place is None else _place(**page.place)  # type: ignore[arg-type] # JSON has no classes
    except (ValueError, TypeError, RecursionError):
        raise NotOurs from None
    if page.which not in get_args(Which) or not isinstance(page.typed, str):
        raise NotOurs
    account = None if page.account is None else number_in(json.dumps(page.account))
    return replace(page, account=account, place=place, is_before=page.is_before is True)


def _place(*, section: object, number: object, at: object) -> ListPlace:
    moment = None if at is None else datetime.fromisoformat(str(at))
    if moment is not None and moment.utcoffset() is None:
        raise ValueError
    return ListPlace(number_in(json.dumps(section)), number_in(json.dumps(number)), moment)
