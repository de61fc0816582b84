"""A severity changes: the promise moves, counted from the filing, and the reminders with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select, update

from bot.database import Database
from bot.delivery.claim import claim_messages
from bot.delivery.protocol import finish_scheduling
from bot.operations.audit_incidents import without_reminders
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.operations.incidents.severity import SameSeverity, change_severity
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Event, Fallback, Incident, OutboxMessage, TermsPeriod
from models.vocabulary import REMINDERS, Kind
from tests.contexts import context_of
from tests.worker import begin

HOUR = timedelta(hours=1)
Change = Callable[..., None]


@pytest.fixture
def change(database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime) -> Change:
    """Change the severity of INC-1 in a transaction of its own."""

    def change(severity: str, *, at: datetime = now, by: Person = alice, today: Policy = policy) -> None:
        with database.transaction() as session:
            change_severity(
                session,
                incident_id=1,
                severity=severity,  # type: ignore[arg-type]
                reason="It is worse than that.",
                context=Context(by, today, workspace, at),
            )

    return change


def reminders(database: Database, *states: str) -> set[tuple[str, str, datetime]]:
    """Return kind, dedup_key and due time of the reminders in these states."""
    wanted = select(OutboxMessage).where(col(OutboxMessage.kind).in_(REMINDERS), col(OutboxMessage.state).in_(states))
    with database.reading() as session:
        return {(one.kind, one.dedup_key, one.due_at) for one in session.exec(wanted)}


def incident(database: Database) -> Incident:
    with database.reading() as session:
        return session.get_one(Incident, 1)


def lacks_reminder(database: Database, workspace: Workspace, now: datetime) -> bool:
    """Return True if the auditor misses a reminder."""
    with database.reading() as session:
        return without_reminders(session, [1], workspace=workspace, since=now - HOUR) == [1]


class TestPromise:
    """It is the incident's own contract that says what another severity promises."""

    def test_counts_from_the_filing_and_keeps_every_terms_period(
        self, database: Database, file_incident: Callable[..., int], change: Change, now: datetime
    ) -> None:
        """B: 4 h of business hours from 9:00; A: 2 h; C: 8 h, until 17:00."""
        file_incident(severity="B")
        change("A", at=now + HOUR)
        change("C", at=now + HOUR)
        assert incident(database).deadline_at == now + 8 * HOUR
        with database.reading() as session:
            periods = session.exec(select(TermsPeriod).order_by(col(TermsPeriod.id)))
            kept = [(one.severity, one.deadline_at - now, one.begun_at - now) for one in periods]
            event = session.exec(select(Event).where(Event.kind == "change_severity")).all()[-1]
        assert kept == [("B", 4 * HOUR, 0 * HOUR), ("A", 2 * HOUR, HOUR), ("C", 8 * HOUR, HOUR)]
        assert (event.before["severity"], event.after["severity"], event.after["reason"]) == (
            "A",
            "C",
            "It is worse than that.",
        )

    @pytest.mark.parametrize(("is_old", "hours"), [(False, 2), (True, 5)])
    def test_is_that_of_the_filing_whatever_the_policy_says_today(
        self,
        database: Database,
        policy: Policy,
        file_incident: Callable[..., int],
        change: Change,
        now: datetime,
        is_old: bool,
        hours: int,
    ) -> None:
        """What was filed before all promises were kept has only today's to go by, but for its own."""
        file_incident(severity="B")
        if is_old:
            terms = {name: value for name, value in incident(database).terms.items() if name != "promises"}
            with database.transaction() as session:
                session.exec(update(Incident).values(terms=terms))
        changed = {letter: policy.severity["A"].model_copy(update={"target": 5 * HOUR}) for letter in policy.severity}
        change("A", today=policy.model_copy(update={"severity": changed}))
        assert incident(database).deadline_at == now + hours * HOUR
        change("B", today=policy.model_copy(update={"severity": changed}))
        assert incident(database).deadline_at == now + 4 * HOUR

    def test_the_same_is_refused(self, file_incident: Callable[..., int], change: Change) -> None:
        file_incident(severity="B")
        with pytest.raises(SameSeverity) as refusal:
            change("B")
        assert refusal.value.field == "severity"


class TestReminders:
    """They follow the deadline, and the auditor misses none."""

    def test_come_back_with_the_severity_and_are_not_said_twice(
        self, database: Database, workspace: Workspace, file_incident: Callable[..., int], change: Change, now: datetime
    ) -> None:
        file_incident(severity="A")
        first = reminders(database, "pending")
        said = ("warning", "50", now + HOUR)
        with database.transaction() as session:
            session.exec(
                update(OutboxMessage)
                .where(col(OutboxMessage.kind) == "warning", col(OutboxMessage.dedup_key) == "50")
                .values(state="done", done_at=now + HOUR)
            )
        for severity in ("C", "B", "A"):
            change(severity, at=now + 1.2 * HOUR)
            assert not lacks_reminder(database, workspace, now + 1.2 * HOUR)
        assert reminders(database, "pending") == first - {said}
        assert reminders(database, "done") == {said}

    def test_of_a_deadline_that_has_passed_are_the_breach_alone(
        self, database: Database, file_incident: Callable[..., int], change: Change, now: datetime
    ) -> None:
        """A's deadline was 11:00; at 12:10 the escalations of 11:30 and 12:00 are past, not 12:30 and 14:30."""
        file_incident(severity="C")
        at = now + 3 * HOUR + timedelta(minutes=10)
        change("A", at=at)
        begun = []
        with database.transaction() as session:
            session.exec(
                update(OutboxMessage).where(col(OutboxMessage.kind).not_in(REMINDERS)).values(state="cancelled")
            )
        while True:
            with database.transaction() as session:
                claimed = claim_messages(session, now=at, lease_until=at + HOUR, owner="t").claimed
                if not claimed:
                    break
                if begin(session, claimed=claimed[0], now=at) is not None:
                    begun.append(claimed[0].message.kind)
        assert sorted(begun) == ["breach", "breach_notice"]
        assert {dedup_key for kind, dedup_key, _ in reminders(database, "pending") if kind == "escalation"} == {
            "3",
            "4",
        }

    def test_that_is_being_sent_is_stopped_at_its_last_look(
        self, database: Database, file_incident: Callable[..., int], change: Change, now: datetime
    ) -> None:
        file_incident(severity="A")
        with database.transaction() as session:
            session.exec(update(OutboxMessage).where(col(OutboxMessage.due_at) <= now).values(state="cancelled"))
        with database.transaction() as session:
            (claimed,) = claim_messages(session, now=now + HOUR, lease_until=now + 2 * HOUR, owner="t").claimed
        change("C", at=now + HOUR)
        with database.transaction() as session:
            assert begin(session, claimed=claimed, now=now + HOUR) is None
        assert ("warning", "50", now + HOUR) in reminders(database, "cancelled")

    def test_have_their_fallback_again(
        self, database: Database, file_incident: Callable[..., int], now: datetime
    ) -> None:
        """A message of the same time that had been deleted is scheduled once more."""
        file_incident()
        for scheduled_id in ("Q1", "Q2"):
            with database.transaction() as session:
                row = OutboxMessage(
                    incident_id=1, kind=Kind.SCHEDULE_FALLBACK, dedup_key=scheduled_id, lane="1 fallback",
                    channel="C0TRIAGE", parameters={"post_at": now.isoformat()},
                    created_at=now, due_at=now - HOUR, run_at=now - HOUR,
                )  # fmt: skip
                session.add(row)
            with database.transaction() as session:
                (claimed,) = claim_messages(session, now=now, lease_until=now + HOUR, owner="t").claimed
                finish_scheduling(session, claimed=claimed, channel="C0TRIAGE", scheduled_id=scheduled_id, now=now)
            with database.transaction() as session:
                fallback = session.exec(select(Fallback)).one()
                assert (fallback.scheduled_message_id, fallback.state) == (scheduled_id, "scheduled")
                fallback.state = "deleted"


class TestAcknowledgement:
    """What was promised when somebody answered is what counts."""

    def test_keeps_its_margin_and_wakes_no_reminder(
        self,
        database: Database,
        theo: Person,
        file_incident: Callable[..., int],
        change: Change,
        now: datetime,
    ) -> None:
        file_incident(severity="B")
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=1, context=context_of(theo, now))
        change("A", by=theo, at=now + 3 * HOUR)
        found = incident(database)
        assert (found.acknowledged_margin, found.deadline_at) == (4 * 3600, now + 2 * HOUR)
        assert reminders(database, "pending") == set()

    @pytest.mark.parametrize("_attempt", range(3))
    def test_at_the_same_moment_comes_first_or_second(
        self,
        database: Database,
        theo: Person,
        file_incident: Callable[..., int],
        change: Change,
        now: datetime,
        _attempt: int,
    ) -> None:
        """Either way the margin is that of a deadline in force, and no reminder is left over."""
        file_incident(severity="B")
        start = Barrier(2)

        def acknowledge() -> None:
            start.wait()
            with database.transaction() as session:
                receive_eyes(session, incident_id=1, at=now, context=context_of(theo, now))

        def raise_it() -> None:
            start.wait()
            change("A")

        with ThreadPoolExecutor(2) as pool:
            for one in [pool.submit(acknowledge), pool.submit(raise_it)]:
                one.result()
        with database.reading() as session:
            told = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "severity_changed_to_triage")).one()
        was_answered_first = told.parameters["is_answered"]
        assert incident(database).acknowledged_margin == (4 if was_answered_first else 2) * 3600
        assert (incident(database).severity, reminders(database, "pending")) == ("A", set())
