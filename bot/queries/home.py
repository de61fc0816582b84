"""What does somebody's App Home show? Each query reads no more rows than are shown, except for a month's figures.

Those are counted in a single index.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal, text, tuple_
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, case, col, func, select, true, union_all

from bot.facts.claim import ClaimFacts
from bot.facts.home import MonthFigures, Queue
from bot.facts.incident import IncidentFacts
from bot.queries.claims import IS_WAITING, claim_as_read
from bot.queries.counting import count_some
from bot.queries.incident_facts import facts_where
from bot.queries.incidents import HAS_ENDED, IS_ACKNOWLEDGED, IS_OPEN, NOT_CLOSED, visible_to, ways_by_index
from bot.queries.waiting import WAIT_FOR_CUSTOMER, waiting_among
from bot.rules.home import QueuePlace
from bot.rules.person import Person
from models import Card, Claim, Home, Incident
from models.vocabulary import HomeList, Side

LOOKED_AT = timedelta(hours=1)
"""Time since a Home was opened during which it is published again after its reader's acts."""


def who_looks(session: Session, *, among: Collection[str], now: datetime) -> Collection[str]:
    """Return which of these people have opened their App Home lately."""
    lately = col(Home.opened_at) > now - LOOKED_AT
    return set(session.exec(select(Home.user_id).where(col(Home.user_id).in_(among), lately)))


def home_of(session: Session, *, user_id: str) -> Home | None:
    """Return what somebody last looked at in the App Home; None if they have never opened it."""
    return session.get(Home, user_id)


def last_opening(session: Session) -> datetime | None:
    """Return when anybody last opened their App Home; None if nobody has yet."""
    return session.exec(select(func.max(Home.opened_at))).one()


def queue_of(
    session: Session,
    *,
    person: Person,
    accounts: Collection[int],
    limit: int,
    chosen: HomeList = "open",
    after: QueuePlace | None = None,
) -> Queue:
    """Return a page of the open incidents that this person of these accounts may see, counted as `count_some` does.

    If nothing is left on the page, returns the first page. Of those that wait for their customers, `WAIT_FOR_CUSTOMER`
    says how many are looked through.
    """
    wanted = and_(true(), *_chosen(chosen, person))
    ways = [and_(NOT_CLOSED, way, wanted) for way in _ways(session, chosen, person=person, accounts=accounts)]
    statuses = _STATUSES_OF_FEW if chosen == "waiting" else (IS_OPEN, IS_ACKNOWLEDGED)
    of_all = true() if chosen == "waiting" else _IN_INDEX_ORDER
    places = _places(session, ways, statuses=statuses, after=after, limit=limit + 1)
    if not places and after is not None:
        return queue_of(session, person=person, accounts=accounts, limit=limit, chosen=chosen)
    page = places[:limit]
    numbers = [one.number for one in page]
    facts = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))} if numbers else {}
    return Queue(
        [facts[number] for number in numbers],
        count_some(session, *(select(Incident.id).where(of_all, way) for way in ways)),
        waiting=waiting_among(session, numbers),
        can_acknowledge={one for one in numbers if _can_acknowledge(person, facts[one])},
        next=page[-1] if len(places) > limit else None,
        is_first=after is None,
        chosen=chosen,
    )


def _can_acknowledge(person: Person, facts: IncidentFacts) -> bool:
    works = person.works_on(desk=facts.desk, assigned_to=facts.assigned_to)
    return facts.status == "open" and works is not False


_STATUSES_OF_FEW = tuple(text(f"coalesce(incident.status, '') = '{status}'") for status in ("open", "acknowledged"))
"""The same two, in a form that no index of the open incidents has: few wait for the customer, and each is found by its
number. SQLite would go through all that are open instead, in the order of their deadlines."""
_IN_INDEX_ORDER = text("incident.status IN ('open', 'acknowledged')")
"""The two together, as the index of an account's incidents has them: PostgreSQL would go through the closed ones that
lie between them."""


def _ways(session: Session, chosen: HomeList, *, person: Person, accounts: Collection[int]) -> Sequence[Any]:
    """Return conditions of which an incident that this person may see meets exactly one, among those that are chosen.

    What is chosen is found by an index of its own: a condition that has another index would make SQLite take that.
    """
    if chosen == "waiting":
        return [visible_to(person, accounts)]
    if chosen == "mine" and person.is_technician:
        return [true()]
    return ways_by_index(session, person, accounts, among=NOT_CLOSED)


def _places(
    session: Session, ways: Sequence[Any], *, statuses: Sequence[Any], after: QueuePlace | None, limit: int
) -> list[QueuePlace]:
    found: list[QueuePlace] = []
    for part, status in enumerate(statuses):
        room = limit - len(found)
        if room > 0 and (after is None or after.part <= part):
            begins = [_is_behind(after)] if after is not None and after.part == part else []
            each = [_in_order(DEADLINE).where(status, way, *begins).limit(room) for way in ways]
            found += [QueuePlace(part, at, number) for at, number in _merged(session, each, limit=room)]
    return found


DEADLINE: Any = col(Incident.deadline_at)
CLOSED_AT: Any = col(Incident.closed_at)
NUMBER: Any = col(Incident.id)


def _in_order(instant: Any, *, newest_first: bool = False) -> Any:
    order = (instant.desc(), NUMBER.desc()) if newest_first else (instant, NUMBER)
    return sql_select(instant.label("at"), NUMBER.label("number")).order_by(*order)


def _merged(session: Session, each: Sequence[Any], *, limit: int, newest_first: bool = False) -> Sequence[Any]:
    """Merge several ordered selects and return the first rows; each reads its own index no further than that."""
    several = union_all(*(sql_select(one.subquery()) for one in each)).subquery()
    order = [one.desc() if newest_first else one for one in several.c]
    return session.connection().execute(sql_select(several).order_by(*order).limit(limit)).all()


def _is_behind(place: QueuePlace) -> Any:
    return tuple_(DEADLINE, NUMBER) > tuple_(literal(place.deadline, DEADLINE.type), literal(place.number))


def _chosen(chosen: HomeList, person: Person) -> list[Any]:
    if chosen == "mine":
        return [Incident.assigned_to == person.user_id]
    if chosen == "unassigned":
        return [col(Incident.assigned_to).is_(None)]
    return [NUMBER.in_(WAIT_FOR_CUSTOMER)] if chosen == "waiting" else []


def last_closed(session: Session, *, person: Person, accounts: Collection[int], limit: int) -> Sequence[IncidentFacts]:
    """Return the incidents closed last among those that this person of these accounts may see."""
    ways = ways_by_index(session, person, accounts, among=HAS_ENDED)
    each = [_in_order(CLOSED_AT, newest_first=True).where(HAS_ENDED, way).limit(limit) for way in ways]
    numbers = [number for _, number in _merged(session, each, limit=limit, newest_first=True)]
    facts = {one.number: one for one in facts_where(session, NUMBER.in_(numbers))} if numbers else {}
    return [facts[number] for number in numbers]


def waiting_claims(session: Session, *, limit: int) -> tuple[Sequence[ClaimFacts], int]:
    """Return the claims that wait for a manager, the oldest first, and how many wait."""
    found = session.exec(select(Claim).where(IS_WAITING).order_by(col(Claim.id)).limit(limit)).all()
    facts = [claim_as_read(one) for one in found]
    return facts, count_some(session, select(Claim.id).where(IS_WAITING))


def month_figures(session: Session, *, since: datetime, desks: Collection[str] | None = None) -> MonthFigures:
    """Return the figures of the incidents of these desks, or of all, filed since this instant; reads each of them."""
    margin = col(Incident.acknowledged_margin)
    counts = [func.sum(case((one, 1), else_=0)) for one in (margin >= 0, margin < 0, Incident.status == "closed")]
    of_desks = [] if desks is None else [col(Incident.desk).in_(desks)]
    wanted = sql_select(func.count(), *counts).where(col(Incident.opened_at) >= since, *of_desks)
    row = session.connection().execute(wanted).one()
    return MonthFigures(*(int(one or 0) for one in row))


def cards_of_all(session: Session, *, numbers: Collection[int], side: Side) -> dict[int, tuple[str, str]]:
    """Return channel and ts of these incidents' cards on this side, by number."""
    wanted = select(Card).where(col(Card.incident_id).in_(numbers), Card.side == side)
    return {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}
