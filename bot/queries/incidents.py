"""Which incidents are there, and what do people want to know of them?"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, and_, col, func, or_, select

from bot.facts.incident import AgreedScope, IncidentFacts
from bot.facts.terms_period import TermsPeriodFacts, deadline_kept
from bot.queries.scopes import scopes_of
from bot.queries.terms import terms_of
from bot.queries.terms_periods import terms_periods_of
from bot.rules.lifecycle import last_day
from bot.rules.person import Person
from models import Account, Card, Incident, Pack, Product, Scope

# Written out, not as parameters: only so do the databases see that an index of just these rows will do.
NOT_CLOSED = text("incident.status <> 'closed'")
IS_OPEN = text("incident.status = 'open'")
IS_ACKNOWLEDGED = text("incident.status = 'acknowledged'")
VERDICT_WANTED = text("incident.billing = 'pending_verdict' AND incident.status = 'closed'")


def facts_of(session: Session, *, incident_id: int) -> IncidentFacts:
    """Return the facts of an incident that exists."""
    incident = session.exec(select(Incident).where(Incident.id == incident_id)).one()
    return _facts(session, incident)


def visible_incident(
    session: Session, *, incident_id: int, person: Person, accounts: Collection[int]
) -> IncidentFacts | None:
    """Return the facts of an incident this person of these accounts may see; else None."""
    wanted = select(Incident).where(Incident.id == incident_id, *_visible_to(person, accounts))
    incident = session.exec(wanted).one_or_none()
    return _facts(session, incident) if incident else None


def visible_open_incidents(
    session: Session, *, person: Person, accounts: Collection[int], limit: int
) -> tuple[Sequence[IncidentFacts], int]:
    """Return the most urgent open incidents this person of these accounts may see, and how many there are in all."""
    mine = and_(NOT_CLOSED, *_visible_to(person, accounts))
    count = session.exec(select(func.count()).select_from(Incident).where(mine)).one()
    found: list[Incident] = []
    for status in (IS_OPEN, IS_ACKNOWLEDGED):  # One after the other, each in the order of the index.
        most_urgent = select(Incident).where(status, mine).order_by(col(Incident.deadline_at))
        found += session.exec(most_urgent.limit(limit - len(found))).all()
    return [_facts(session, one) for one in found], count


def pending_verdicts(session: Session, *, limit: int) -> tuple[Sequence[IncidentFacts], int]:
    """Return the incidents whose billing waits for a manager, those first that were closed first, and how many wait.

    One whose pack expired while it is open waits for its end.
    """
    count = session.exec(select(func.count()).select_from(Incident).where(VERDICT_WANTED)).one()
    oldest = select(Incident).where(VERDICT_WANTED).order_by(col(Incident.closed_at), col(Incident.id)).limit(limit)
    return [_facts(session, one) for one in session.exec(oldest).all()], count


def cards_of(session: Session, *, incident_id: int) -> Sequence[Card]:
    """Return where the incident's cards are, as far as they are posted."""
    return session.exec(select(Card).where(Card.incident_id == incident_id)).all()


def customer_of(session: Session, *, incident_id: int) -> str:
    """Return the Slack member id of who filed the incident."""
    return session.exec(select(Incident.opened_by).where(Incident.id == incident_id)).one()


def is_verdict_wanted(incident: Incident) -> bool:
    """Return True if the incident has ended and its billing waits for a manager's verdict."""
    return incident.status == "closed" and incident.billing == "pending_verdict"


def waiting_incidents(session: Session) -> Sequence[int]:
    """Return the numbers of all incidents that nobody has acknowledged."""
    found = session.exec(select(Incident.id).where(IS_OPEN, NOT_CLOSED).order_by(col(Incident.id))).all()
    return [number for number in found if number is not None]


def card_at(session: Session, *, channel: str, ts: str) -> Card | None:
    """Return the card that this Slack message is, if it is one."""
    return session.exec(select(Card).where(Card.channel == channel, Card.ts == ts)).one_or_none()


def _visible_to(person: Person, accounts: Collection[int]) -> list[ColumnElement[bool]]:
    """Return the conditions: technicians and managers see all incidents, a customer the own ones and those of accounts.

    Raises `TechniciansUnknown` where Slack has not told who somebody is.
    """
    if person.sees_all:
        return []
    own = and_(col(Incident.account_id).is_(None), Incident.opened_by == person.user_id)
    return [or_(col(Incident.account_id).in_(accounts), own)]


def _facts(session: Session, incident: Incident) -> IncidentFacts:
    product = session.get(Product, incident.product_id) if incident.product_id else None
    account = session.get_one(Account, incident.account_id) if incident.account_id else None
    margin, terms_periods = incident.acknowledged_margin, terms_periods_of(session, incident_id=incident.number)
    return IncidentFacts(
        number=incident.number,
        title=incident.title,
        description=incident.description,
        product=product.name if product else None,
        severity=incident.severity,
        cover=incident.cover,
        contacts=incident.contacts,
        status=incident.status,
        opened_by=incident.opened_by,
        opened_in=incident.opened_in,
        opened_at=incident.opened_at,
        terms=terms_of(incident),
        promised_at=incident.deadline_at,
        acknowledged_by=incident.acknowledged_by,
        acknowledged_how=incident.acknowledged_how,
        margin=None if margin is None else timedelta(seconds=margin),
        outcome=incident.outcome,
        closed_by=incident.closed_by,
        explanation=incident.explanation,
        account=account.name if account else None,
        account_locale=account.locale if account else None,
        pack=session.get_one(Pack, incident.pack_id).confirmation if incident.pack_id else None,
        billing=incident.billing,
        support_ends=last_day(product.mainstream_end, product.extended_end) if product else None,
        request=incident.request,
        exception_reason=incident.exception_reason,
        **_agreed(scopes_of(session, incident_id=incident.number)),
        parent=incident.parent_id,
        others=_others(session, incident),
        terms_periods=terms_periods,
        answered_for=_answered_for(incident, terms_periods),
        acknowledged_at=incident.acknowledged_at,
        unreachable_at=incident.unreachable_at,
        assigned_to=incident.assigned_to,
        customer_updated_at=incident.customer_updated_at,
    )


def _agreed(scopes: Sequence[Scope]) -> dict[str, Any]:
    """Return what is agreed and what is not yet, of versions of which the newest comes first."""
    last = next((one for one in scopes if one.agreed_by), None)
    return {
        "agreed_scope": AgreedScope(last.version, last.text, last.agreed_by or "") if last else None,
        "proposed_scope": scopes[0].version if scopes and scopes[0] is not last else None,
    }


def _others(session: Session, incident: Incident) -> Sequence[int]:
    if incident.outcome == "duplicate":
        return [incident.duplicate_of or 0]
    return parts_of(session, incident.number) if incident.outcome == "split" else []


def parts_of(session: Session, incident_id: int) -> Sequence[int]:
    """Return the incidents that this one was split into."""
    parts = select(Incident.id).where(Incident.parent_id == incident_id).order_by(col(Incident.id))
    return [number or 0 for number in session.exec(parts)]


def _answered_for(incident: Incident, terms_periods: Sequence[TermsPeriodFacts]) -> datetime | None:
    """Return the deadline that held when somebody acknowledged."""
    answered_at, margin = incident.acknowledged_at, incident.acknowledged_margin
    if answered_at is None or margin is None:
        return None
    return deadline_kept(terms_periods, answered_at=answered_at, margin=margin) or incident.deadline_at
