"""Which incidents are there, and what do people want to know of them?"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, and_, col, or_, select, true

from bot.facts.incident import IncidentFacts
from bot.queries.counting import count_some
from bot.queries.incident_facts import facts_where
from bot.rules.person import Person
from models import Card, FormerCard, Incident

# Written out, not as parameters: only so do the databases see that an index of just these rows will do.
NOT_CLOSED = text("incident.status <> 'closed'")
IS_OPEN = text("incident.status = 'open'")
IS_ACKNOWLEDGED = text("incident.status = 'acknowledged'")
VERDICT_WANTED = text("incident.billing = 'pending_verdict' AND incident.status = 'closed'")


def visible_incident(
    session: Session, *, incident_id: int, person: Person, accounts: Collection[int]
) -> IncidentFacts | None:
    """Return the facts of an incident this person of these accounts may see; else None."""
    found = facts_where(session, Incident.id == incident_id, visible_to(person, accounts))
    return found[0] if found else None


def pending_verdicts(session: Session, *, limit: int) -> tuple[Sequence[IncidentFacts], int]:
    """Return the incidents whose billing waits for a manager, those first that were closed first, and how many wait.

    One whose pack expired while it is open waits for its end.
    """
    in_order = [col(Incident.closed_at), col(Incident.id)]
    found = facts_where(session, VERDICT_WANTED, in_order=in_order, limit=limit)
    return found, count_some(session, select(Incident.id).where(VERDICT_WANTED))


def cards_of(session: Session, *, incident_id: int) -> Sequence[Card]:
    """Return where the incident's cards are, as far as they are posted."""
    return session.exec(select(Card).where(Card.incident_id == incident_id)).all()


def customer_of(session: Session, *, incident_id: int) -> str:
    """Return the Slack member id of who filed the incident."""
    return session.exec(select(Incident.opened_by).where(Incident.id == incident_id)).one()


def is_verdict_wanted(incident: Incident) -> bool:
    """Return True if the incident has ended and its billing waits for a manager's verdict."""
    return incident.status == "closed" and incident.billing == "pending_verdict"


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
    """Return the condition that this person of these accounts may see an incident."""
    return or_(*ways_to_see(person, accounts))


def ways_to_see(person: Person, accounts: Collection[int]) -> list[ColumnElement[bool]]:
    """Return conditions of which one must hold: technicians and managers see all, a customer those of accounts or own.

    Each is asked by itself where there are many incidents, so that each uses its own index. Raises `TechniciansUnknown`
    where Slack has not told who somebody is.
    """
    if person.sees_all:
        return [true()]
    own = and_(col(Incident.account_id).is_(None), Incident.opened_by == person.user_id)
    return [col(Incident.account_id).in_(accounts), own] if accounts else [own]
