"""Which incidents does somebody want listed? First the unanswered ones, then those worked on, then the closed ones."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, literal, null, select, text, tuple_, union
from sqlmodel import Session, and_, col, true

from bot.facts.counted import COUNT_LIMIT
from bot.facts.incident_list import IncidentList
from bot.queries.full_text import PARTS, Expression, newest, owners, visible_owners, words_typed
from bot.queries.incidents import HAS_ENDED, IS_ACKNOWLEDGED, IS_OPEN, NOT_CLOSED, visible_to, ways_by_index
from bot.queries.pages import Section, read_page
from bot.queries.waiting import WAIT_FOR_CUSTOMER
from bot.rules.incident_list import LOOKED_THROUGH, ListPlace, Page, Which
from bot.rules.person import Person
from models import Incident
from models.vocabulary import Status

SECTIONS: dict[Which, Sequence[Status]] = {
    "open": ("open", "acknowledged"),
    "mine": ("open", "acknowledged"),
    "unassigned": ("open",),
    "waiting": ("open", "acknowledged"),
    "closed": ("closed",),
    "all": ("open", "acknowledged", "closed"),
}
"""The statuses that each list contains, in their order."""
BY_INDEX: dict[Status, Sequence[Any]] = {
    "open": (NOT_CLOSED, IS_OPEN),
    "acknowledged": (NOT_CLOSED, IS_ACKNOWLEDGED),
    "closed": (HAS_ENDED,),
}
"""The conditions of each status, written so that an index in list order is read, and only as far as the page goes."""
BY_NUMBER: dict[Status, Sequence[Any]] = {one: (text(f"incident.status || '' = '{one}'"),) for one in BY_INDEX}
"""The same if the few numbers are already known, written so that no index on the status is used instead of them."""


def list_incidents(
    session: Session, page: Page, *, person: Person, accounts: Collection[int], limit: int
) -> IncidentList:
    """Return a page of the incidents that this person of these accounts may see, counted as `count_some` does.

    The account that the page names must be one of theirs, unless they are technicians or managers.
    """
    numbers, is_cut = _numbers(session, page, person=person, accounts=accounts)
    statuses = SECTIONS[page.which]
    wanted = {one: _wanted(session, page, numbers, status=one, person=person, accounts=accounts) for one in statuses}
    sections = [Section(partial(_nearest, one, wanted[one]), is_newest_first=one == "closed") for one in statuses]
    listed = read_page(session, page, sections, person=person, accounts=accounts, limit=limit)
    every = [select(col(Incident.id)).where(*one) for status in statuses for one in wanted[status]]
    return replace(listed, count=count_different(session, every), is_cut=is_cut)


def count_different(session: Session, wanted: Sequence[Any]) -> int:
    """Return how many distinct rows these one-column selects give, at most one more than `COUNT_LIMIT`."""
    some = union(*(select(one.limit(COUNT_LIMIT + 1).subquery()) for one in wanted)).subquery()
    count = session.execute(select(func.count()).select_from(some)).scalar_one()
    return min(int(count), COUNT_LIMIT + 1)


def _wanted(
    session: Session, page: Page, numbers: Sequence[Any], *, status: Status, person: Person, accounts: Collection[int]
) -> list[list[Any]]:
    """Return lists of conditions: an incident in this status is listed if it meets all conditions of one list."""
    if numbers:
        way = _is_visible(page, person, accounts)
        among = and_(*(col(Incident.id).in_(one) for one in numbers))
        return [[*BY_NUMBER[status], among, way, _is_asked(page, person)]]
    if page.account is not None:
        ways = [and_(col(Incident.account_id) == page.account, _is_at_their_desks(person, accounts))]
    elif page.which == "mine" and person.is_technician:
        ways = [true()]  # They see all that is theirs, wherever; a condition on the desk would have an index as well.
    else:
        these = HAS_ENDED if status == "closed" else NOT_CLOSED
        ways = ways_by_index(session, person, accounts, among=these)
    return [[*BY_INDEX[status], way, _is_asked(page, person)] for way in ways]


def _is_visible(page: Page, person: Person, accounts: Collection[int]) -> ColumnElement[bool]:
    """Return what the person may see on this page as one condition, written so that no index is used for it."""
    account = func.coalesce(col(Incident.account_id), 0)
    if page.account is not None:
        return and_(account == page.account, _is_at_their_desks(person, accounts))
    if person.is_staff:
        return _is_at_their_desks(person, accounts)
    return account.in_(accounts) | and_(account == 0, Incident.opened_by == person.user_id)


def _is_at_their_desks(person: Person, accounts: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a technician or manager may see an incident; for a customer, one always true."""
    return visible_to(person, accounts) if person.is_staff else true()


def _is_asked(page: Page, person: Person) -> ColumnElement[bool]:
    if page.which == "mine":
        return col(Incident.assigned_to if person.is_technician else Incident.opened_by) == person.user_id
    return col(Incident.assigned_to).is_(None) if page.which == "unassigned" else true()


def _numbers(session: Session, page: Page, *, person: Person, accounts: Collection[int]) -> tuple[Sequence[Any], bool]:
    """Return selects of numbers, of which an incident must be in each to be listed, and whether they were cut short.

    There are no selects if neither words nor a small list restrict the page.
    """
    words = words_typed(page.typed)
    waiting = [WAIT_FOR_CUSTOMER] if page.which == "waiting" else []
    if not words:
        return waiting, False
    theirs = visible_owners(person, accounts)
    if page.account is not None:
        theirs = owners(accounts=[page.account], member_id=None)
    says = Expression(session)
    # A common table expression, so that a statement over several statuses evaluates it once.
    found = newest(session, says.owned_by(theirs, says.every(words, parts=len(PARTS))), limit=LOOKED_THROUGH).cte()
    count = session.execute(select(func.count()).select_from(found)).scalar_one()
    return [*waiting, select(found.c.id)], count >= LOOKED_THROUGH


def _nearest(status: Status, wanted: Sequence[Sequence[Any]], /, *where: Any) -> Sequence[Any]:
    """Return the selects of `Section.selects` for one status."""
    place, is_before, limit = where
    at, number = col(Incident.closed_at if status == "closed" else Incident.deadline_at), col(Incident.id)
    is_ascending = is_before == (status == "closed")
    order = (at, number) if is_ascending else (at.desc(), number.desc())
    if place is not None:
        key, here = tuple_(at, number), _key(place, at)
        wanted = [[*one, key > here if is_ascending else key < here] for one in wanted]
    return [select(at.label("at"), number.label("id")).where(*one).order_by(*order).limit(limit) for one in wanted]


def _key(place: ListPlace, at: Any) -> Any:
    return tuple_(literal(place.at, at.type) if place.at else null(), literal(place.number))
