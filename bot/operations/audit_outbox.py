"""What is wrong with the delivery? It is repaired where possible, and the managers are notified once.

`look` only reads, and may be slow; `settle` writes, and must be quick. In between, somebody else may have repaired what
was found.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, func, select, update

from bot.database import HAS_NEWS
from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message
from bot.delivery.health import IS_WAITING, heartbeat_of, overdue, refusals
from bot.guard import things_set_aside
from bot.operations.audit_incidents import Progress, put_back
from bot.operations.note_other_programs import OTHER_CONNECTION, OTHER_INSTALLATION
from bot.operations.record_heartbeat import record_heartbeat
from bot.operations.watched_channels import noted_channels
from bot.queries.channels import open_in
from bot.rules.numbers import written
from bot.rules.workspace import Workspace
from models import Event, OutboxMessage
from models.vocabulary import Kind

PART = "auditor"
"""Name of the heartbeat that keeps what the last audit found."""
AUDIT_LOCK = 0x6175646974
"""Key of the PostgreSQL advisory lock that is held while an audit is under way: "audit" in ASCII."""
AT_ONCE = 200
"""Incidents found wanting after which an audit looks no further: the next one goes on there."""
NAMED = 5
"""Maximum incidents named in one sentence."""
SHOWN = 20
"""Maximum findings of one kind that are reported one by one; `doctor` counts all."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    kind: str
    """The name of its sentence after `trouble-`."""
    about: str = ""
    """Tells findings of one kind apart."""
    facts: dict[str, str | int] = field(default_factory=dict)
    """Variables of the sentence."""

    @property
    def key(self) -> str:
        """Return a key that is the same when the same thing is found again."""
        return f"{self.kind} {self.about}".strip()


@dataclass(frozen=True)
class Thresholds:
    """How long something must have been so to be worth reporting, each as an instant."""

    overdue: datetime
    """A message that should have been claimed before this is overdue."""
    stuck: datetime
    """A message whose lease ended before this is stuck."""
    refused: datetime
    """Messages that Slack refused for good before this have been reported, and cannot be fixed any more."""
    others: datetime
    """Another program on the same Slack app that was seen after this is still there, as far as we know."""
    heard: datetime
    """If any replica was connected after this, Slack still reaches us."""


@dataclass(frozen=True)
class Seen:
    """What a look at the tables has shown."""

    without_reminders: Sequence[int]
    """Numbers of incidents that lack a reminder."""
    progress: Progress
    """How far the audit of incidents has come."""
    findings: list[Finding]
    """What else is wrong."""


def look(session: Session, *, thresholds: Thresholds, is_silent: bool) -> list[Finding]:
    """Return what is wrong with the delivery; `is_silent` says that this process has no connection to Slack."""
    findings = [
        *_overdue(session, thresholds),
        *_held_up(session, thresholds),
        *_set_aside(session),
        *_other_programs(session, thresholds),
        *_left(session),
        *_unshared(session),
    ]
    if is_silent and not _is_heard_elsewhere(session, thresholds):
        findings.append(Finding("silent"))
    return findings


def progress_of(session: Session) -> Progress:
    """Return how far the audit of incidents has come.

    The first audit skips the events so far: the pass over all incidents covers what was filed before it.
    """
    last = heartbeat_of(session, part=PART)
    if last is not None and "event" in last.facts:
        return Progress(last.facts["event"], last.facts["incident"])
    return Progress(session.exec(select(func.max(Event.id))).one() or 0)


def settle(
    session: Session,
    *,
    seen: Seen,
    workspace: Workspace,
    thresholds: Thresholds,
    on_failure: Callable[[int, Exception], object],
    now: datetime,
) -> list[Finding] | None:
    """Repair what can be repaired, notify the managers of what is new since the last audit, and return all findings.

    `on_failure` is called with the number of each incident that cannot be repaired, and the exception. Returns None if
    another replica is auditing right now.
    """
    if not _take_audit_lock(session):
        return None
    repair = partial(put_back, session, workspace=workspace, since=thresholds.stuck, now=now)
    findings = [
        *_put_back(session, seen.without_reminders, repair=repair, on_failure=on_failure),
        *seen.findings,
        *_give_back(session, thresholds, now),
    ]
    last = heartbeat_of(session, part=PART)
    known = set(last.facts["findings"]) if last else set()
    _tell(session, (one for one in findings if one.key not in known), workspace=workspace, now=now)
    facts = {"findings": [one.key for one in findings], **asdict(seen.progress)}
    record_heartbeat(session, part=PART, at=now, facts=facts)
    return findings


def _take_audit_lock(session: Session) -> bool:
    """Try to take the lock that one replica holds until it commits, and return whether we hold it.

    On SQLite there is only one process, so this is always True.
    """
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


def _set_aside(session: Session) -> Iterable[Finding]:
    """Yield a finding for each thing that failed again and again, so that each is reported once."""
    for one in things_set_aside(session, limit=SHOWN):
        facts: dict[str, str | int] = {"task": one.task, "subject": one.subject, "cause": one.cause}
        yield Finding("set_aside", about=f"{one.task} {one.subject}", facts=facts)


def _other_programs(session: Session, thresholds: Thresholds) -> Iterable[Finding]:
    """Yield what was seen lately of programs that use the same Slack app with another database."""
    message, connection = (heartbeat_of(session, part=part) for part in (OTHER_INSTALLATION, OTHER_CONNECTION))
    if message is not None and message.at > thresholds.others:
        yield Finding("other_installation", facts=message.facts)
    if connection is not None and connection.at > thresholds.others:
        yield Finding("other_connection", facts=connection.facts)


def _left(session: Session) -> Iterable[Finding]:
    """Yield the channels that we need and are not in; while Slack does not answer, the last known list stands."""
    if (noted := noted_channels(session)) is not None:
        for channel in sorted(noted.left)[:SHOWN]:
            yield Finding("left", about=channel, facts={"channel": noted.called(channel)})


def _unshared(session: Session) -> Iterable[Finding]:
    """Yield the channels that are no longer shared: the customers cannot read what is posted there."""
    if (noted := noted_channels(session)) is not None:
        for channel in sorted(noted.unshared)[:SHOWN]:
            open_there = [written(one.number) for one in open_in(session, [channel])]
            names = ", ".join(open_there[:NAMED]) + (" …" if len(open_there) > NAMED else "")
            facts: dict[str, str | int] = {"count": len(open_there), "incident": names}
            yield Finding("unshared", about=channel, facts={**facts, "channel": noted.called(channel)})


def _is_heard_elsewhere(session: Session, thresholds: Thresholds) -> bool:
    """Return True if any replica was connected lately: Slack then still reaches us, even if not this process."""
    connection = heartbeat_of(session, part="connection")
    return connection is not None and connection.at > thresholds.heard


def _put_back(
    session: Session,
    numbers: Sequence[int],
    *,
    repair: Callable[[int], list[str]],
    on_failure: Callable[[int, Exception], object],
) -> Iterable[Finding]:
    """Add the reminders that these incidents still lack, and yield one finding that names them."""
    lost: dict[str, list[str]] = {}
    for number in numbers:
        try:
            with session.begin_nested():
                missing = repair(number)
        except Exception as problem:
            log.exception("The reminders of INC-%s could not be put back.", number)
            on_failure(number, problem)
            continue
        if missing:
            lost[written(number)] = missing
    if lost:
        names = ", ".join(list(lost)[:NAMED]) + (" …" if len(lost) > NAMED else "")
        what = ", ".join(dict.fromkeys(one for missing in lost.values() for one in missing))
        yield Finding("reminder_missing", about=" ".join(lost), facts={"incident": names, "what": what})


def _give_back(session: Session, thresholds: Thresholds, now: datetime) -> Iterable[Finding]:
    """Release the messages whose lease was never given up, so that another worker can claim them at once."""
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
        for to in _readers(workspace):
            outbox.post(
                session,
                kind=Kind.TROUBLE_NOTICE,
                to=to,
                dedup_key=finding.key,
                parameters={"finding": finding.kind, **finding.facts},
                now=now,
            )


def _readers(workspace: Workspace) -> list[Destination]:
    """Return where findings are posted: to each manager, or to the technicians if MANAGERS names nobody."""
    return [direct_message(one) for one in workspace.managers] or [Destination(workspace.triage_channel)]
