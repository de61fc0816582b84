"""Which incidents match the words that somebody types? Those with all of them in the title come first."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, null
from sqlmodel import Session

from bot.facts.counted import is_more
from bot.facts.incident_list import IncidentList
from bot.queries.full_text import PARTS, Expression, at_their_desks, matching, sees_all, visible_owners, words_typed
from bot.queries.incident_list import count_different
from bot.queries.pages import Section, read_page
from bot.rules.incident_list import LOOKED_THROUGH, Page
from bot.rules.person import Person


def search_incidents(
    session: Session, page: Page, *, person: Person, accounts: Collection[int], limit: int
) -> IncidentList:
    """Return a page of the incidents that contain every word typed, of those this person of these accounts may see.

    First come those that have all words in the title, then those that have them in title and description, then those
    that have some in messages or solutions; each group newest first. The page is empty if there is no word.

    For staff who do not see every desk, only the newest `LOOKED_THROUGH` that match are looked through: most may be of
    other desks.
    """
    words = words_typed(page.typed)
    if not words:
        return IncidentList((), 0, page)
    theirs = visible_owners(person, accounts)
    says = Expression(session)
    ranks = _ranks(says, words, theirs)
    expression = says.owned_by(theirs, says.every(words, parts=len(PARTS)))
    oldest = None if sees_all(person) else _oldest(session, expression)
    seen = partial(_seen, person=person, accounts=accounts, oldest=oldest)
    every = seen(*matching(session, expression))
    count = count_different(session, [every])
    nearest = partial(_nearest, session, seen, is_rare=not is_more(count))
    sections = [Section(partial(nearest, one), is_newest_first=True) for one in ranks if count]
    found = read_page(session, page, sections, person=person, accounts=accounts, limit=limit)
    return replace(found, count=count, is_cut=oldest is not None)


def _oldest(session: Session, expression: str) -> int | None:
    """Return the number of the last of the newest incidents that are looked through; None if there are fewer."""
    wanted, number = matching(session, expression)
    last = wanted.order_by(number.desc()).offset(LOOKED_THROUGH - 1).limit(1)
    oldest: int | None = session.execute(last).scalar_one_or_none()
    return oldest


def _seen(
    wanted: Any, number: ColumnElement[int], *, person: Person, accounts: Collection[int], oldest: int | None
) -> Any:
    """Return this select without what the person may not see, and without what is not looked through."""
    among = wanted if oldest is None else wanted.where(number >= oldest)
    return at_their_desks(among, number, person=person, accounts=accounts)


def _ranks(says: Expression, words: Sequence[str], theirs: Collection[str] | None) -> list[tuple[str, str]]:
    """Return for each rank, the best first, an expression that it matches, and one of better ranks to leave out."""
    every = [says.every(words, parts=parts) for parts in (1, 2, 3)]
    return [(says.owned_by(theirs, one), better) for one, better in zip(every, ["", *every], strict=False)]


def _nearest(
    session: Session, seen: Callable[..., Any], rank: tuple[str, str], /, *where: Any, is_rare: bool
) -> Sequence[Any]:
    """Return the selects of `Section.selects` for one rank, ordered by the number of the incident alone."""
    place, is_before, limit = where
    expression, better = rank
    wanted, number = matching(session, expression, without=better)
    wanted = seen(wanted, number).add_columns(null().label("at"))
    if place is not None:
        wanted = wanted.where(number > place.number if is_before else number < place.number)
    # PostgreSQL assumes that prefixes match many incidents: if there are few, it would scan backwards through all of
    # them.
    by = number + 0 if is_rare else number
    return [wanted.order_by(by if is_before else by.desc()).limit(limit)]
