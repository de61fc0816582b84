"""Which incidents are there, and what do people want to know about them?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, TextClause, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, func, or_, select, true

from bot.facts.incident import IncidentFacts
from bot.queries.counting import count_some
from bot.queries.incident_facts import facts_where
from bot.queries.of_accounts import of_accounts
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.workspace import FIRST_DESK
from models import Card, FormerCard, Incident
from models.vocabulary import Side

# Written out instead of bound as parameters, so that the databases can use their partial indexes.
NOT_CLOSED = text("incident.status <> 'closed'")
HAS_ENDED = text("incident.outcome IS NOT NULL")
IS_OPEN = text("incident.status = 'open'")
IS_ACKNOWLEDGED = text("incident.status = 'acknowledged'")
VERDICT_WANTED = text("incident.billing = 'pending_verdict' AND incident.status = 'closed'")


def visible_incident(
    session: Session, *, incident_id: int, person: Person, accounts: Collection[int]
) -> IncidentFacts | None:
    """Return the facts of an incident if this person of these accounts may see it; else None.

    Raises `TechniciansUnknown` if it may belong to a desk of theirs, but that is not known right now.
    """
    found = facts_where(session, Incident.id == incident_id, visible_to(person, accounts))
    hidden = None if found else session.get(Incident, incident_id)
    if hidden is not None and person.works_on(desk=hidden.desk, assigned_to=hidden.assigned_to) is None:
        raise TechniciansUnknown
    return found[0] if found else None


def is_incident(session: Session, *, incident_id: int) -> bool:
    """Return True if there is an incident with this number."""
    return session.get(Incident, incident_id) is not None


def open_at_desks(session: Session) -> dict[str, int]:
    """Return how many incidents are not closed, by the name of the desk that they carry."""
    counted = select(Incident.desk, func.count()).where(NOT_CLOSED).group_by(Incident.desk)
    return dict(session.exec(counted).all())


def pending_verdicts(
    session: Session, *, limit: int, desks: Collection[str] | None = None
) -> tuple[Sequence[IncidentFacts], int]:
    """Return the incidents whose billing waits for a manager, in the order of closing, and how many there are.

    An incident whose pack expired while it is open is not included until it is closed. `desks` names the desks to
    include; None for all.
    """
    wanted: list[Any] = [VERDICT_WANTED, *([] if desks is None else [col(Incident.desk).in_(desks)])]
    in_order = [col(Incident.closed_at), col(Incident.id)]
    found = facts_where(session, *wanted, in_order=in_order, limit=limit)
    return found, count_some(session, select(Incident.id).where(*wanted))


def cards_of(session: Session, *, incident_id: int) -> Sequence[Card]:
    """Return the cards of the incident that have been posted."""
    return session.exec(select(Card).where(Card.incident_id == incident_id)).all()


def places_of_cards(session: Session, numbers: Collection[int], *, side: Side) -> dict[int, tuple[str, str]]:
    """Return channel and ts of these incidents' posted cards on this side, by number."""
    wanted = select(Card).where(col(Card.incident_id).in_(numbers), Card.side == side)
    return {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}


def incidents_numbered(session: Session, numbers: Sequence[int]) -> list[IncidentFacts]:
    """Return the facts of these incidents in this order, leaving out those that do not exist."""
    facts = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))}
    return [facts[one] for one in numbers if one in facts]


def is_verdict_wanted(incident: Incident) -> bool:
    """Return True if the incident has ended and its billing waits for a manager's verdict."""
    return incident.status == "closed" and incident.billing == "pending_verdict"


def cards_seen(
    session: Session, numbers: Collection[int], *, person: Person, accounts: Collection[int]
) -> Mapping[int, Card]:
    """Return the cards of these incidents on the person's side, by number, for those the person may see.

    Raises `TechniciansUnknown` if it is not known whether the person is a technician.
    """
    wanted = select(Incident.id, Incident.desk, Incident.assigned_to).where(col(Incident.id).in_(numbers))
    found = session.exec(wanted.where(visible_to(person, accounts))).all()
    sides = {
        number: Side.TRIAGE if person.is_staff_for(desk=desk, assigned_to=assigned_to) else Side.CUSTOMER
        for number, desk, assigned_to in found
    }
    cards = session.exec(select(Card).where(col(Card.incident_id).in_(sides)))
    return {one.incident_id: one for one in cards if one.side == sides[one.incident_id]}


def card_at(session: Session, *, channel: str, ts: str) -> Card | None:
    """Return the card that this Slack message is, or was until a new card replaced it; None if it is none."""
    card = session.exec(select(Card).where(Card.channel == channel, Card.ts == ts)).one_or_none()
    return card or _former_card(session, channel=channel, ts=ts)


def _former_card(session: Session, *, channel: str, ts: str) -> Card | None:
    """Return a replaced card, for reading only: the object is not a row of its table."""
    found = select(FormerCard).where(FormerCard.channel == channel, FormerCard.ts == ts)
    former = session.exec(found).one_or_none()
    return None if former is None else Card(incident_id=former.incident_id, side=former.side, channel=channel, ts=ts)


def visible_to(person: Person, accounts: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that this person of these accounts may see an incident.

    Technicians and managers see all incidents, or those of their desks and those assigned to them; customers see those
    of their accounts, or the ones they filed without an account. Raises `TechniciansUnknown` if it is not known whether
    the person is a technician.

    Written for queries that already have the numbers of the incidents, so that no index on the account is used instead.
    """
    if person.sees_every_desk:
        return true()
    account = func.coalesce(col(Incident.account_id), 0)
    own = and_(account == 0, Incident.opened_by == person.user_id)
    ways = [account.in_(accounts), own] if accounts else [own]
    return or_(_is_at_desk_of(person), *ways) if person.is_staff else or_(*ways)


def ways_by_index(
    session: Session, person: Person, accounts: Collection[int], *, among: TextClause
) -> list[ColumnElement[bool]]:
    """Return the same as `visible_to`, as separate conditions of which at most one holds for an incident.

    Each has an index of its own among these incidents, `NOT_CLOSED` or `HAS_ENDED`, in list order: with many incidents,
    each condition is queried by itself.
    """
    if person.sees_every_desk:
        return [true()]
    desks = _desks_seen(session, person, among=among) if person.is_staff else []
    desk, assigned_to = col(Incident.desk), col(Incident.assigned_to)
    ways: list[ColumnElement[bool]] = [desk == one for one in desks]
    elsewhere: ColumnElement[bool] = desk.not_in(desks)
    if person.is_technician:
        ways.append(and_(assigned_to == person.user_id, elsewhere))
        elsewhere = and_(elsewhere, assigned_to.is_distinct_from(person.user_id))
    own = and_(col(Incident.account_id).is_(None), Incident.opened_by == person.user_id)
    others = [*of_accounts(Incident.account_id, accounts), own]
    return [*ways, *(and_(one, elsewhere) if person.is_staff else one for one in others)]


def _desks_seen(session: Session, person: Person, *, among: TextClause) -> list[str]:
    """Return the desks of these incidents at which this person is a technician or a manager.

    The recursive query jumps in the index from one desk to the next, however many incidents each has.
    """
    desk = col(Incident.desk)
    names = select(func.min(desk).label("desk")).where(among).cte("names", recursive=True)
    following = select(func.min(desk)).where(among, desk > names.c.desk).scalar_subquery()
    names = names.union_all(sql_select(following).where(names.c.desk.is_not(None)))
    found = session.connection().execute(sql_select(names.c.desk).where(names.c.desk.is_not(None))).scalars()
    return [one for one in found if person.works_at(one) or one in person.manages]


def _is_at_desk_of(person: Person) -> ColumnElement[bool]:
    """Return the condition that an incident is at a desk of this person, or assigned to this technician.

    An incident whose desk the policy no longer has is at the first desk.
    """
    known, at = person.at_desks or {}, {one for one, works in (person.at_desks or {}).items() if works}
    desk = col(Incident.desk)
    if FIRST_DESK in at:
        there = desk.not_in([one for one in known if one not in at | person.manages])
    else:
        there = desk.in_(at | person.manages)
    return or_(there, col(Incident.assigned_to) == person.user_id) if person.is_technician else there
