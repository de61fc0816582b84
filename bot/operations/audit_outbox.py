"""What is there that should not be? It is repaired where that can be done, and the managers are told once.

`look` only reads and may take its time; `settle` writes, and takes none. In between somebody else may have repaired it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists
from sqlmodel import Session, col, func, select, update

from bot.database import HAS_NEWS
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.delivery.health import IS_WAITING, heartbeat_of, overdue, refusals
from bot.delivery.outbox import MessageKey, NewMessage
from bot.operations.incidents.reminders import planned_reminders
from bot.operations.incidents.update_clock import WANTED as UPDATE_WANTED
from bot.operations.incidents.update_clock import is_clock_wanted, rearm_update_clock
from bot.operations.record_heartbeat import record_heartbeat
from bot.queries.terms import read_terms, terms_of
from bot.rules.numbers import written
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import REMINDERS, Kind

PART = "auditor"
"""What the last audit found is kept with its heartbeat."""
AUDIT_LOCK = 0x6175646974
"""The advisory lock of PostgreSQL that means that an audit is under way ("audit")."""
AT_ONCE = 200
"""Maximum incidents repaired in one audit; the next audit sees to the rest."""
NAMED = 5
"""Maximum incidents named in one sentence."""


@dataclass(frozen=True)
class Finding:
    """One thing that should not be."""

    kind: str
    """Names its sentence, `trouble-` and this."""
    about: str = ""
    """Tells findings of one kind apart."""
    facts: dict[str, str | int] = field(default_factory=dict)
    """What the sentence needs."""

    @property
    def key(self) -> str:
        """The same thing found again has the same key."""
        return f"{self.kind} {self.about}".strip()


@dataclass(frozen=True)
class Thresholds:
    """Since when something must have been so to be worth telling."""

    overdue: datetime
    """What should have been taken up before this is overdue."""
    stuck: datetime
    """A claim that ended before this is stuck."""
    refused: datetime
    """What Slack refused for good before this has been reported, and cannot be mended now."""
    heard: datetime
    """A replica that was connected after this is heard by Slack."""


@dataclass(frozen=True)
class Seen:
    """What a look at the tables has shown."""

    without_reminders: list[int]
    """Numbers of incidents that lack a reminder."""
    findings: list[Finding]


def look(session: Session, *, workspace: Workspace, thresholds: Thresholds, is_silent: bool) -> Seen:
    """Return what should not be; `is_silent` says that this process has no connection to Slack."""
    findings = [*_overdue(session, thresholds), *_held_up(session, thresholds)]
    if is_silent and not _is_heard_elsewhere(session, thresholds):
        findings.append(Finding("silent"))
    return Seen(
        without_reminders=[*_without_reminders(session, workspace, thresholds), *_unwound(session)], findings=findings
    )


def settle(
    session: Session, *, seen: Seen, workspace: Workspace, thresholds: Thresholds, now: datetime
) -> list[Finding] | None:
    """Repair what can be, tell the managers what is new since the last audit, and return all findings.

    Returns None where another replica is auditing at this instant.
    """
    if not _is_our_turn(session):
        return None
    findings = [
        *_put_back(session, seen.without_reminders[:AT_ONCE], workspace=workspace, thresholds=thresholds, now=now),
        *seen.findings,
        *_give_back(session, thresholds, now),
    ]
    last = heartbeat_of(session, part=PART)
    known = set(last.facts["findings"]) if last else set()
    _tell(session, (one for one in findings if one.key not in known), workspace=workspace, now=now)
    record_heartbeat(session, part=PART, at=now, facts={"findings": [one.key for one in findings]})
    return findings


def _is_our_turn(session: Session) -> bool:
    """Take the lock that PostgreSQL gives to one replica until its commit; SQLite has only one process."""
    if session.connection().dialect.name == "sqlite":
        return True
    return bool(session.exec(select(func.pg_try_advisory_xact_lock(AUDIT_LOCK))).one())


def _overdue(session: Session, thresholds: Thresholds) -> Iterable[Finding]:
    late = overdue(session, before=thresholds.overdue)
    if late.since is not None:
        yield Finding("overdue", facts={"count": late.count, "since": late.since.isoformat()})


def _held_up(session: Session, thresholds: Thresholds) -> Iterable[Finding]:
    by_error: dict[str, int] = defaultdict(int)
    for one in refusals(session, since=thresholds.refused):
        by_error[one.error] += one.count
    for error, count in by_error.items():
        yield Finding("held_up", about=error, facts={"count": count, "error": error})


def _is_heard_elsewhere(session: Session, thresholds: Thresholds) -> bool:
    """Has any replica been connected lately? Then Slack reaches us, be it not here."""
    connection = heartbeat_of(session, part="connection")
    return connection is not None and connection.at > thresholds.heard


def _without_reminders(session: Session, workspace: Workspace, thresholds: Thresholds) -> list[int]:
    """Return the open incidents that lack a reminder; one in any state is there."""
    is_open = Incident.status == "open"
    rows = session.exec(
        select(OutboxMessage.incident_id, OutboxMessage.kind, OutboxMessage.dedup_key, OutboxMessage.due_at)
        .join(Incident)
        .where(is_open, col(OutboxMessage.kind).in_(REMINDERS))
    ).all()
    there: dict[int | None, set[MessageKey]] = defaultdict(set)
    for incident_id, kind, dedup_key, due_at in rows:
        there[incident_id].add((Kind(kind), dedup_key, due_at))
    waiting = session.exec(
        select(Incident.id, Incident.terms, Incident.opened_at).where(is_open).order_by(col(Incident.id))
    ).all()
    return [
        number
        for number, terms, filed_at in waiting
        if number is not None
        and _missed(
            planned_reminders(number, read_terms(terms), filed_at=filed_at, workspace=workspace),
            there[number],
            thresholds,
        )
    ]


def _unwound(session: Session) -> list[int]:
    """Return the acknowledged incidents whose clock of updates stands still although its time is not over."""
    is_wound = exists().where(
        col(OutboxMessage.incident_id) == Incident.id, col(OutboxMessage.kind) == UPDATE_WANTED, IS_WAITING
    )
    still = session.exec(select(Incident.id, Incident.terms).where(Incident.status == "acknowledged", ~is_wound)).all()
    return [
        number
        for number, terms in still
        if number is not None and is_clock_wanted(session, incident_id=number, terms=read_terms(terms))
    ]


def _missed(planned: Iterable[NewMessage], there: set[MessageKey], thresholds: Thresholds) -> list[NewMessage]:
    """Return which reminders are missed; what a manager was not told of long ago, they became manager after."""
    return [
        one
        for one in planned
        if one.key not in there and (one.kind != Kind.BREACH_NOTICE or one.due_at > thresholds.stuck)
    ]


def _put_back(
    session: Session, numbers: list[int], *, workspace: Workspace, thresholds: Thresholds, now: datetime
) -> Iterable[Finding]:
    """Add the reminders that these incidents lack, unless somebody else has, or they are acknowledged by now."""
    lost: dict[str, list[str]] = {}
    for number in numbers:
        if missing := _put_back_one(session, number, workspace=workspace, thresholds=thresholds, now=now):
            lost[written(number)] = missing
    if lost:
        names = ", ".join(list(lost)[:NAMED]) + (" …" if len(lost) > NAMED else "")
        what = ", ".join(dict.fromkeys(one for missing in lost.values() for one in missing))
        yield Finding("reminder_missing", about=" ".join(lost), facts={"incident": names, "what": what})


def _put_back_one(
    session: Session, number: int, *, workspace: Workspace, thresholds: Thresholds, now: datetime
) -> list[str]:
    incident = session.get_one(Incident, number, populate_existing=True, with_for_update=True)
    terms = terms_of(incident)
    if incident.status == "acknowledged" and is_clock_wanted(session, incident_id=number, terms=terms):
        rearm_update_clock(session, incident=incident, workspace=workspace, now=now)
        return [UPDATE_WANTED]
    if incident.status != "open":
        return []
    planned = planned_reminders(number, terms, filed_at=incident.opened_at, workspace=workspace)
    key = select(OutboxMessage.kind, OutboxMessage.dedup_key, OutboxMessage.due_at)
    rows = session.exec(key.where(OutboxMessage.incident_id == number)).all()
    there = {(Kind(kind), dedup_key, due_at) for kind, dedup_key, due_at in rows}
    missing = _missed(planned, there, thresholds)
    outbox.post_all(session, missing, now=now)
    return [f"{one.kind} {one.dedup_key}".strip() for one in missing]


def _give_back(session: Session, thresholds: Thresholds, now: datetime) -> Iterable[Finding]:
    """Release what somebody claimed and never let go of, for another to take up at once."""
    released = session.exec(
        update(OutboxMessage)
        .where(
            IS_WAITING,
            col(OutboxMessage.lease_token).is_not(None),
            col(OutboxMessage.run_at) < thresholds.stuck,
        )
        .values(lease_token=None, run_at=now)
        .execution_options(synchronize_session=False)
    )
    if released.rowcount:
        session.info[HAS_NEWS] = True
        yield Finding("stuck", facts={"count": released.rowcount})


def _tell(session: Session, findings: Iterable[Finding], *, workspace: Workspace, now: datetime) -> None:
    for finding in findings:
        for manager in workspace.managers:
            outbox.post(
                session,
                kind=Kind.TROUBLE_NOTICE,
                to=direct_message(manager),
                dedup_key=finding.key,
                parameters={"finding": finding.kind, **finding.facts},
                now=now,
            )
