"""How is a page of a list read? Each section is queried from a place in its index, so a late page costs no more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, union_all
from sqlmodel import Session, col

from bot.facts.incident_list import IncidentList
from bot.queries.incident_facts import facts_where
from bot.queries.incidents import visible_to
from bot.rules.incident_list import ListPlace, Page
from bot.rules.person import Person
from models import Card, Incident
from models.vocabulary import Side


@dataclass(frozen=True)
class Section:
    """A part of a list: all its rows come before those of the next section."""

    selects: Callable[[ListPlace | None, bool, int], Sequence[Any]]
    """Takes the place from which to read (None if it is not in this section), whether to read backwards from there, and
    how many rows are wanted. Returns selects of the nearest "at" and "id", which together give each row at least
    once."""
    is_newest_first: bool
    """Is the section in descending order of "at" and "id"?"""


def read_page(
    session: Session, page: Page, sections: Sequence[Section], *, person: Person, accounts: Collection[int], limit: int
) -> IncidentList:
    """Return up to `limit` incidents of a page that this person of these accounts may see, as yet without a count.

    If nothing is left on the page, returns the first page.
    """
    places = _places(session, page, sections, limit=limit + 1)
    if not places and page.place is not None:
        return read_page(
            session, Page(page.which, page.account, page.typed), sections, person=person, accounts=accounts, limit=limit
        )
    has_more = len(places) > limit
    shown = places[-limit:] if page.is_before else places[:limit]
    has_previous, has_next = (has_more, True) if page.is_before else (page.place is not None, has_more)
    numbers = [one.number for one in shown]
    found = facts_where(session, col(Incident.id).in_(numbers), visible_to(person, accounts)) if numbers else []
    facts = {one.number: one for one in found}
    return IncidentList(
        incidents=[facts[number] for number in numbers if number in facts],
        count=0,
        page=page,
        previous=page.before(shown[0]) if shown and has_previous else None,
        next=page.after(shown[-1]) if shown and has_next else None,
        cards=_cards(session, numbers, side=Side.TRIAGE if person.is_staff else Side.CUSTOMER),
    )


def _places(session: Session, page: Page, sections: Sequence[Section], *, limit: int) -> list[ListPlace]:
    """Return the first `limit` places of the page in order, and query no further than that."""
    here = page.place
    found: list[ListPlace] = []
    of_page = list(enumerate(sections))
    if here is not None:
        of_page = of_page[: here.section + 1] if page.is_before else of_page[here.section :]
    for at, section in reversed(of_page) if page.is_before else of_page:
        if len(found) < limit:
            begins = here if here is not None and here.section == at else None
            nearest = _in_order(session, section, section.selects(begins, page.is_before, limit))
            known = {one.number for one in found}  # An incident may have changed its status between two statements.
            places = [ListPlace(at, number, moment) for moment, number in nearest if number not in known]
            found = [*places, *found] if page.is_before else [*found, *places]
    return found[-limit:] if page.is_before else found[:limit]


def _in_order(session: Session, section: Section, selects: Sequence[Any]) -> list[tuple[datetime | None, int]]:
    """Return "at" and "id" of what these selects give, each once, in the order of the section."""
    each = [one.subquery() for one in selects]
    rows = session.execute(union_all(*(select(one.c.at, one.c.id) for one in each))).all()
    return sorted({(at, number) for at, number in rows}, key=_key, reverse=section.is_newest_first)


def _key(row: tuple[datetime | None, int]) -> tuple[float, int]:
    at, number = row
    return at.timestamp() if at else 0, number


def _cards(session: Session, numbers: Sequence[int], *, side: Side) -> dict[int, tuple[str, str]]:
    if not numbers:
        return {}
    wanted = select(Card.incident_id, Card.channel, Card.ts).where(  # type: ignore[call-overload] # columns of a table
        col(Card.incident_id).in_(numbers), Card.side == side
    )
    return {number: (channel, ts) for number, channel, ts in session.execute(wanted)}
