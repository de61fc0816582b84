"""Which incidents are there, and what do people want to know of them?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, TextClause, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, func, or_, select, true

from bot.facts.incident import IncidentFacts
from bot.queries.counting import count_some
from bot.queries.incident_facts import facts_where
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.workspace import FIRST_DESK
from models import Card, FormerCard, Incident
from models.vocabulary import Side

# Written out, not as parameters: only so do the databases see that an index of just these rows will do.
NOT_CLOSED = text("incident.status <> 'closed'")
HAS_ENDED = text("incident.outcome IS NOT NULL")
IS_OPEN = text("incident.status = 'open'")
IS_ACKNOWLEDGED = text("incident.status = 'acknowledged'")
VERDICT_WANTED = text("incident.billing = 'pending_verdict' AND incident.status = 'closed'")


def visible_incident(
    session: Session, *, incident_id: int, person: Person, accounts: Collection[int]
) -> IncidentFacts | None:
    """Return the facts of an incident this person of these accounts may see; else None.

    Raises `TechniciansUnknown` where it may be of a desk of theirs, and Slack has not told.
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
    """Return how many incidents are not closed at each desk, by the names of desks that they have."""
    counted = select(Incident.desk, func.count()).where(NOT_CLOSED).group_by(Incident.desk)
    return dict(session.exec(counted).all())


def pending_verdicts(
    session: Session, *, limit: int, desks: Collection[str] | None = None
) -> tuple[Sequence[IncidentFacts], int]:
    """Return the incidents whose billing waits for a manager, those first that were closed first, and how many wait.

    One whose pack expired while it is open waits for its end. `desks` names those that are looked at; None for all.
    """
    wanted: list[Any] = [VERDICT_WANTED, *([] if desks is None else [col(Incident.desk).in_(desks)])]
    in_order = [col(Incident.closed_at), col(Incident.id)]
    found = facts_where(session, *wanted, in_order=in_order, limit=limit)
    return found, count_some(session, select(Incident.id).where(*wanted))


def cards_of(session: Session, *, incident_id: int) -> Sequence[Card]:
    """Return where the incident's cards are, as far as they are posted."""
    return session.exec(select(Card).where(Card.incident_id == incident_id)).all()


def places_of_cards(session: Session, numbers: Collection[int], *, side: Side) -> dict[int, tuple[str, str]]:
    """Return channel and ts of these incidents' cards of a side, as far as they are posted, by number."""
    wanted = select(Card).where(col(Card.incident_id).in_(numbers), Card.side == side)
    return {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}


def incidents_numbered(session: Session, numbers: Sequence[int]) -> list[IncidentFacts]:
    """Return these incidents in this order, as far as they are there."""
    facts = {one.number: one for one in facts_where(session, col(Incident.id).in_(numbers))}
    return [facts[one] for one in numbers if one in facts]


def customer_of(session: Session, *, incident_id: int) -> str:
    """Return the Slack member id of who filed the incident."""
    return session.exec(select(Incident.opened_by).where(Incident.id == incident_id)).one()


def is_verdict_wanted(incident: Incident) -> bool:
    """Return True if the incident has ended and its billing waits for a manager's verdict."""
    return incident.status == "closed" and incident.billing == "pending_verdict"


def cards_seen(
    session: Session, numbers: Collection[int], *, person: Person, accounts: Collection[int]
) -> Mapping[int, Card]:
    """Return the cards of those of these incidents that this person of these accounts may see, on the side they read.

    Raises `TechniciansUnknown` where Slack has not told who somebody is.
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
    """Return the card that this Slack message is, or was until another took its place."""
    card = session.exec(select(Card).where(Card.channel == channel, Card.ts == ts)).one_or_none()
    return card or _former_card(session, channel=channel, ts=ts)


def _former_card(session: Session, *, channel: str, ts: str) -> Card | None:
    """Return such a card for reading; it is no row of its table."""
    found = select(FormerCard).where(FormerCard.channel == channel, FormerCard.ts == ts)
    former = session.exec(found).one_or_none()
    return None if former is None else Card(incident_id=former.incident_id, side=former.side, channel=channel, ts=ts)


def visible_to(person: Person, accounts: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that this person of these accounts may see an incident.

    Technicians and managers see all, or the incidents of their desks and what they have themselves; a customer those of
    accounts or own. Raises `TechniciansUnknown` where Slack has not told who somebody is.

    Which incidents are asked about is known already: no index leads from their few numbers to all of an account's.
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
    """Return the same as conditions of which at most one holds for an incident.

    Each has an index of its own among these incidents, `NOT_CLOSED` or `HAS_ENDED`, in the order in which they are
    listed: where there are many incidents, each is asked by itself.
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
    others = [*(col(Incident.account_id) == one for one in accounts), own]
    return [*ways, *(and_(one, elsewhere) if person.is_staff else one for one in others)]


def _desks_seen(session: Session, person: Person, *, among: TextClause) -> list[str]:
    """Return the desks that these incidents name and at which this is a technician or a manager.

    The index is asked for one name after the other, however many incidents have each.
    """
    desk = col(Incident.desk)
    names = select(func.min(desk).label("desk")).where(among).cte("names", recursive=True)
    following = select(func.min(desk)).where(among, desk > names.c.desk).scalar_subquery()
    names = names.union_all(sql_select(following).where(names.c.desk.is_not(None)))
    found = session.connection().execute(sql_select(names.c.desk).where(names.c.desk.is_not(None))).scalars()
    return [one for one in found if person.works_at(one) or one in person.manages]


def _is_at_desk_of(person: Person) -> ColumnElement[bool]:
    """Return the condition that an incident is at a desk of this person, or theirs.

    What names a desk that the policy has no more is at the first.
    """
    known, at = person.at_desks or {}, {one for one, works in (person.at_desks or {}).items() if works}
    desk = col(Incident.desk)
    if FIRST_DESK in at:
        there = desk.not_in([one for one in known if one not in at | person.manages])
    else:
        there = desk.in_(at | person.manages)
    return or_(there, col(Incident.assigned_to) == person.user_id) if person.is_technician else there
