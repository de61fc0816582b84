"""What does a list of incidents show, and where does its page begin? A button carries it and brings it back."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from bot.rules.carried import NotOurs, number_in

Which = Literal["open", "mine", "unassigned", "waiting", "closed", "all", "found"]
"""What is listed; "found" is the answer to a search."""
LOOKED_THROUGH = 5000
"""Maximum incidents with the words that were typed, the newest, that a list looks through for what else is asked."""
TYPED_LIMIT = 300
"""Maximum characters of words that a button carries."""


@dataclass(frozen=True)
class ListPlace:
    """An incident in a list that is ordered; its page begins behind it, or ends before it."""

    section: int
    """The part of the list: what is urgent before what is not, what fits a search better before the rest."""
    number: int
    at: datetime | None = None
    """The instant by which its section is ordered; None where that is the number alone."""


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    which: Which = "open"
    account: int | None = None
    """Number of the only account whose incidents are listed."""
    typed: str = ""
    """Words that they contain."""
    place: ListPlace | None = None
    """None for the first page."""
    is_before: bool = False
    """True if it ends before its place; False if it begins behind it."""

    def after(self, place: ListPlace) -> "Page":
        """Return the page that begins behind this place."""
        return replace(self, place=place, is_before=False)

    def before(self, place: ListPlace) -> "Page":
        """Return the page that ends before this place."""
        return replace(self, place=place, is_before=True)

    def encode(self) -> str:
        """Return it as the value of a button, at most 2,000 characters."""
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
