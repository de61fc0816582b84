"""Which incidents lack a reminder? Those with recent events are checked first, then all others, a few at a time."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, exists, literal_column
from sqlmodel import Session, col, func, select

from bot.delivery import outbox
from bot.delivery.health import IS_WAITING
from bot.delivery.outbox import MessageKey, NewMessage
from bot.operations.incidents.escalation import escalate_again, is_silent, reminded_of
from bot.operations.incidents.reminders import planned_reminders
from bot.operations.incidents.update_clock import WANTED as UPDATE_WANTED
from bot.operations.incidents.update_clock import is_clock_wanted, restart_update_clock
from bot.queries.incidents import NOT_CLOSED
from bot.queries.terms import read_terms, terms_of
from bot.rules.workspace import Workspace
from models import Event, Incident, OutboxMessage
from models.vocabulary import REMINDERS, Kind

log = logging.getLogger(__name__)


INCIDENT_OF_EVENT = literal_column("event.incident_id + 0", Integer)
"""The incident of an event, worded so that SQLite reads the new events and not its index of all of them by incident."""


@dataclass(frozen=True)
class Progress:
    """How far the audit of incidents has come."""

    event: int = 0
    """Id of the last event of the audit trail that was looked at."""
    incident: int = 0
    """Number of the last incident looked at in the pass over all that are not closed."""


@dataclass(frozen=True)
class Turn:
    """An incident to look at."""

    number: int
    progress: Progress
    """How far the audit has come once this incident and those before it have been looked at."""


def next_incidents(
    session: Session, progress: Progress, *, limit: int, settled_before: datetime
) -> tuple[list[Turn], Progress]:
    """Return the incidents to look at, and how far the audit will have come then.

    Up to `limit` with events since the last audit come first, and then up to `limit` others; after the last incident,
    the pass starts over. Events that are not older than `settled_before` will be looked at again: on PostgreSQL, one
    with a lower id may be committed after them.
    """
    first: Any = func.min(Event.id)
    is_new = col(Event.id) > progress.event
    of_incident = select(INCIDENT_OF_EVENT, first).where(is_new).group_by(INCIDENT_OF_EVENT)
    touched = session.exec(of_incident.order_by(first).limit(limit)).all()
    settled = session.exec(select(func.max(Event.id)).where(is_new, col(Event.at) < settled_before)).one()
    last_event = settled or progress.event
    turns = {
        number: Turn(number, Progress(min(event, last_event), progress.incident))
        for number, event in touched
        if number is not None
    }
    if len(touched) == limit:
        last_event = min(last_event, touched[-1][1])
    others = select(Incident.id).where(NOT_CLOSED, col(Incident.id) > progress.incident).order_by(col(Incident.id))
    rest = [number for number in session.exec(others.limit(limit)) if number is not None]
    for number in rest:
        turns.setdefault(number, Turn(number, Progress(last_event, number)))
    return list(turns.values()), Progress(last_event, rest[-1] if len(rest) == limit else 0)


def without_reminders(
    session: Session, numbers: Collection[int], *, workspace: Workspace, since: datetime
) -> list[int]:
    """Return which of these incidents lack a reminder that they should have; a reminder in any state counts as present.

    A direct message to a manager that was due before `since` does not count as missing, because the manager may have
    been named later; nor does one to an address outside Slack.
    """
    return [
        *_lacking_reminder(session, numbers, workspace=workspace, since=since),
        *_lacking_update_reminder(session, numbers),
    ]


def put_back(session: Session, number: int, *, workspace: Workspace, since: datetime, now: datetime) -> list[str]:
    """Add the reminders that the incident still lacks, and return their names."""
    incident = session.get_one(Incident, number, populate_existing=True, with_for_update=True)
    terms = terms_of(incident)
    if (
        incident.waiting_since is None
        and incident.status == "acknowledged"
        and is_clock_wanted(session, incident_id=number, terms=terms)
    ):
        restart_update_clock(session, incident=incident, workspace=workspace, now=now)
        return [UPDATE_WANTED]
    if incident.status != "open":
        return []
    planned = planned_reminders(number, terms, filed_at=incident.opened_at, workspace=workspace, desk=incident.desk)
    missing = _missed(planned, _there(session, [number])[number], since)
    outbox.post_all(session, missing, now=now)
    session.flush()
    if is_silent(session, incident_id=number, terms=terms):
        missing = [*missing, *escalate_again(session, incident=incident, terms=terms, workspace=workspace, now=now)]
    return [f"{one.kind} {one.dedup_key}".strip() for one in missing]


def _lacking_reminder(
    session: Session, numbers: Collection[int], *, workspace: Workspace, since: datetime
) -> Iterable[int]:
    """Yield the incidents that nobody has acknowledged and that lack one of their reminders."""
    wanted = select(Incident.id, Incident.terms, Incident.opened_at, Incident.desk)
    waiting = session.exec(wanted.where(Incident.status == "open", col(Incident.id).in_(numbers))).all()
    there, reminded = _there(session, numbers), reminded_of(session, numbers)
    for number, stored, filed_at, desk in waiting:
        assert number is not None  # noqa: S101 - a stored row has its number
        terms = read_terms(stored)
        planned = planned_reminders(number, terms, filed_at=filed_at, workspace=workspace, desk=desk)
        is_silent_now = terms.goes_on_every is not None and number not in reminded
        if is_silent_now or _missed(planned, there[number], since):
            yield number


def _there(session: Session, numbers: Collection[int]) -> dict[int | None, set[MessageKey]]:
    """Return the keys of the reminders that exist, in whatever state, by incident number."""
    there: dict[int | None, set[MessageKey]] = defaultdict(set)
    key = select(OutboxMessage.incident_id, OutboxMessage.kind, OutboxMessage.dedup_key, OutboxMessage.due_at)
    of_these = (col(OutboxMessage.incident_id).in_(numbers), col(OutboxMessage.kind).in_(REMINDERS))
    for number, kind, dedup_key, due_at in session.exec(key.where(*of_these)):
        there[number].add((Kind(kind), dedup_key, due_at))
    return there


def _lacking_update_reminder(session: Session, numbers: Collection[int]) -> Iterable[int]:
    """Yield the acknowledged incidents whose update clock should have a reminder but has none."""
    has_reminder = exists().where(
        col(OutboxMessage.incident_id) == Incident.id, col(OutboxMessage.kind) == UPDATE_WANTED, IS_WAITING
    )
    is_ours = col(Incident.waiting_since).is_(None)  # The clock rests while the customer's answer is waited for.
    acknowledged = (Incident.status == "acknowledged", is_ours, col(Incident.id).in_(numbers))
    for number, terms in session.exec(select(Incident.id, Incident.terms).where(*acknowledged, ~has_reminder)).all():
        assert number is not None  # noqa: S101 - a stored row has its number
        if is_clock_wanted(session, incident_id=number, terms=read_terms(terms)):
            yield number


def _missed(planned: Sequence[NewMessage], there: set[MessageKey], since: datetime) -> list[NewMessage]:
    """Return the planned messages that are missing; those to one reader count only if they are due after `since`."""
    return [one for one in planned if one.key not in there and (one.to.side is not None or one.due_at > since)]
