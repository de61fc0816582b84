"""In which acknowledged incidents of severity C has nothing happened, and to whom are they assigned?

Their audit trail has no new event, and nobody has written in their customer's thread.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from bot.delivery.traits import Facts
from bot.facts.digest import Digest, StoodStill
from bot.queries.incident_facts import facts_where
from bot.queries.incidents import IS_ACKNOWLEDGED, NOT_CLOSED
from models import Card, Event, Incident, OutboxMessage, Remark
from models.vocabulary import EndedBecause, Kind, Side

LISTED = 15
"""Maximum incidents that a digest lists."""


def holders_without_digest(session: Session, *, week: str, since: datetime) -> Sequence[int]:
    """Return the number of one incident without activity since `since` for each person without a digest this week."""
    key = col(Incident.assigned_to) + f" {week}"
    had = select(OutboxMessage.id).where(
        col(OutboxMessage.incident_id).is_(None),
        OutboxMessage.kind == Kind.WEEKLY_DIGEST,
        col(OutboxMessage.dedup_key) == key,
    )
    first = select(func.min(Incident.id)).where(*_stood_still(since), ~had.exists()).group_by(col(Incident.assigned_to))
    return sorted(one for one in session.exec(first) if one is not None)


def had_digest(session: Session, *, dedup_key: str) -> bool:
    """Return True if there is a digest with this dedup key, posted or not."""
    of_no_incident = (col(OutboxMessage.incident_id).is_(None), OutboxMessage.kind == Kind.WEEKLY_DIGEST)
    found = select(OutboxMessage.id).where(*of_no_incident, OutboxMessage.dedup_key == dedup_key).limit(1)
    return session.exec(found).first() is not None


def load_digest(session: Session, message: OutboxMessage, _now: datetime) -> Facts:
    """Return the incidents without activity of the person that the message names, with the cards to link to."""
    theirs = _theirs(message)
    last = _last_event()
    rows = session.exec(select(Incident.id, last).where(*theirs).order_by(last, col(Incident.id)).limit(LISTED)).all()
    instants = {number: at for number, at in rows if number is not None}
    facts = {one.number: one for one in facts_where(session, col(Incident.id).in_(instants))} if instants else {}
    listed = [StoodStill(facts[number], _last(session, facts[number].opened_at, number)) for number in instants]
    cards = select(Card).where(col(Card.incident_id).in_(instants), Card.side == Side.TRIAGE)
    return Facts(
        Digest(sorted(listed, key=lambda one: one.since), count=session.exec(_counted(theirs)).one()),
        timezone=listed[0].incident.terms.calendar.timezone if listed else "UTC",
        cards={one.incident_id: (one.channel, one.ts) for one in session.exec(cards)},
    )


def digest_obsolete(session: Session, message: OutboxMessage, _now: datetime) -> EndedBecause | None:
    """Return why a digest is obsolete: there is nothing left for it to list."""
    found = session.exec(select(Incident.id).where(*_theirs(message)).limit(1)).first()
    return EndedBecause.NOTHING_TO_LIST if found is None else None


def _theirs(message: OutboxMessage) -> list[Any]:
    """Return the conditions that an incident must meet to be listed in the digest."""
    since = datetime.fromisoformat(message.parameters["since"])
    return [*_stood_still(since), Incident.assigned_to == message.parameters["who"]]


def _stood_still(since: datetime) -> list[Any]:
    done = select(Event.id).where(Event.incident_id == Incident.id, col(Event.at) > since)
    written = select(Remark.id).where(Remark.incident_id == Incident.id, col(Remark.written_at) > since)
    return [NOT_CLOSED, IS_ACKNOWLEDGED, Incident.severity == "C", ~done.exists(), ~written.exists()]


def _counted(conditions: Sequence[Any]) -> Any:
    return select(func.count()).select_from(Incident).where(*conditions)


def _last_event() -> Any:
    """Return the instant of the last event of an incident, as a column."""
    return select(func.max(Event.at)).where(Event.incident_id == Incident.id).scalar_subquery()


def _last(session: Session, opened_at: datetime, number: int) -> datetime:
    """Return when something last happened to an incident."""
    done = session.exec(select(func.max(Event.at)).where(Event.incident_id == number)).one()
    written = session.exec(select(func.max(Remark.written_at)).where(Remark.incident_id == number)).one()
    return max(one for one in (opened_at, done, written) if one is not None)
