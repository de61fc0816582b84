"""What the audit finds, repairs and tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, delete, select, update

from bot.database import Database
from bot.operations.audit_incidents import next_incidents, without_reminders
from bot.operations.audit_outbox import Finding, Seen, Thresholds, look, progress_of, settle
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.record_heartbeat import record_heartbeat
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import OutboxMessage
from models.vocabulary import REMINDERS
from tests.contexts import context_of

Audit = Callable[..., list[Finding] | None]


def must_not_fail(number: int, problem: Exception) -> None:
    """Fail the test: an incident could not be repaired."""
    raise AssertionError(number) from problem


@pytest.fixture
def audit(database: Database, workspace: Workspace, now: datetime) -> Audit:
    """Return a function that audits as of a minute after the filing, or `after` it."""

    def run(
        *, after: timedelta = timedelta(minutes=1), is_silent: bool = False, at: Workspace = workspace
    ) -> list[Finding] | None:
        then = now + after
        minute = timedelta(minutes=1)
        thresholds = Thresholds(
            overdue=then - 2 * minute,
            stuck=then - 10 * minute,
            refused=then - 1440 * minute,
            others=then - 360 * minute,
            heard=then - minute,
        )
        with database.reading() as session:
            findings = look(session, thresholds=thresholds, is_silent=is_silent)
            turns, progress = next_incidents(session, progress_of(session), limit=1_000, settled_before=then)
            missing = without_reminders(session, [one.number for one in turns], workspace=at, since=thresholds.stuck)
        seen = Seen(missing, progress, findings)
        with database.transaction() as session:
            return settle(session, seen=seen, workspace=at, thresholds=thresholds, on_failure=must_not_fail, now=then)

    return run


def reminders(database: Database) -> set[tuple[object, ...]]:
    """Return every reminder with everything that decides what it says."""
    with database.reading() as session:
        rows = session.exec(select(OutboxMessage).where(col(OutboxMessage.kind).in_(REMINDERS))).all()
    return {
        (one.incident_id, one.kind, one.dedup_key, one.due_at, one.lane, one.channel, str(one.parameters))
        for one in rows
    }


def notices(database: Database) -> list[tuple[str, dict[str, str]]]:
    """Return the recipient and the facts of each notice to the managers."""
    with database.reading() as session:
        rows = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind == "trouble_notice").order_by(col(OutboxMessage.id))
        ).all()
    return [(one.channel, one.parameters) for one in rows]


def change(database: Database, kind: str, **values: object) -> None:
    """Change the rows of one kind."""
    with database.transaction() as session:
        session.exec(update(OutboxMessage).where(col(OutboxMessage.kind) == kind).values(**values))


def lose(database: Database, *kinds: str) -> None:
    """Delete the reminders of these kinds."""
    with database.transaction() as session:
        session.exec(delete(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds)))


class TestReminders:
    """An open incident has each of its reminders, in whatever state."""

    def test_that_are_all_there_are_no_finding(self, file_incident: Callable[..., int], audit: Audit) -> None:
        file_incident()

        assert audit() == []

    @pytest.mark.parametrize(
        ("severity", "kind", "what"),
        [
            ("A", "warning", "warning 50, warning 75, warning 90"),
            ("C", "warning", "warning 50, warning 75, warning 90"),
            ("A", "breach", "breach"),
            ("C", "breach", "breach"),
            ("A", "escalation", "escalation 1, escalation 2, escalation 3, escalation 4"),  # The fourth never ends.
            ("C", "escalation", "escalation 1, escalation 2, escalation 3"),
            ("A", "breach_notice", "breach_notice U0MAX"),
            ("C", "breach_notice", "breach_notice U0MAX"),
            ("C", "escalation_notice", ", ".join(f"escalation_notice U0MAX {step}" for step in (1, 2, 3))),
        ],
    )
    def test_that_are_lost_are_put_back_as_they_were(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, severity: str, kind: str, what: str
    ) -> None:
        file_incident(severity=severity)
        before = reminders(database)
        lose(database, kind)
        assert reminders(database) != before

        assert audit() == [Finding("reminder_missing", "INC-1", {"incident": "INC-1", "what": what})]
        assert reminders(database) == before
        assert audit() == []

    @pytest.mark.parametrize("state", ["cancelled", "superseded", "refused"])
    def test_in_any_state_are_there(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, state: str
    ) -> None:
        file_incident()
        change(database, "warning", state=state)

        assert [one.kind for one in audit() or []] == (["held_up"] if state == "refused" else [])

    def test_of_an_acknowledged_incident_are_not_missed(
        self,
        database: Database,
        file_incident: Callable[..., int],
        audit: Audit,
        theo: Person,
        now: datetime,
    ) -> None:
        number = file_incident()
        lose(database, *REMINDERS)
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=number, context=context_of(theo, now))

        assert audit() == []
        assert reminders(database) == set()

    def test_whose_time_has_passed_are_due_at_once(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, now: datetime
    ) -> None:
        """Due 1 h after the filing, put back 10 minutes later: its due time is kept, so that it says how late it is."""
        file_incident(severity="A")
        before = reminders(database)
        lose(database, "warning")

        audit(after=timedelta(minutes=70))

        assert reminders(database) == before
        with database.reading() as session:
            first = session.exec(select(OutboxMessage).where(OutboxMessage.dedup_key == "50")).one()
        assert first.run_at == now + timedelta(hours=1)

    def test_of_many_incidents_are_told_in_one_sentence(
        self, database: Database, file_incident: Callable[..., int], audit: Audit
    ) -> None:
        for number in range(7):
            file_incident(form_id=f"V{number}")
        lose(database, "breach")

        (finding,) = audit() or []

        assert finding.facts == {"incident": "INC-1, INC-2, INC-3, INC-4, INC-5 …", "what": "breach"}
        assert len(notices(database)) == 1
        assert audit() == []

    def test_of_a_breach_long_ago_are_not_sent_to_a_new_manager(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, workspace: Workspace
    ) -> None:
        """Severity A is due after 2 h; who becomes manager before that is told, who does after it is not."""
        file_incident(severity="A")
        joined = replace(workspace, managers=(*workspace.managers, "U0MIA"))

        found = {one.kind: one for one in audit(after=timedelta(hours=2, minutes=11), at=joined) or []}
        later = ", ".join(f"escalation_notice U0MIA {step}" for step in (1, 2, 3, 4))
        assert (found.keys(), found["reminder_missing"].facts["what"]) == ({"overdue", "reminder_missing"}, later)
        assert ("breach_notice", "U0MIA") not in {(kind, dedup_key) for _, kind, dedup_key, *_ in reminders(database)}
        assert audit(after=timedelta(hours=1), at=joined) != []
        assert ("breach_notice", "U0MIA") in {(kind, dedup_key) for _, kind, dedup_key, *_ in reminders(database)}


class TestUpdates:
    """An acknowledged incident whose customer hears nothing is reminded of."""

    @pytest.mark.parametrize(
        ("severity", "left", "found"),
        [
            ("A", [], ["update_wanted"]),  # Every four hours.
            ("C", [], []),  # Updates are turned off.
            ("A", [("pending", 1)], []),
            ("A", [("cancelled", 1)], ["update_wanted"]),
            ("A", [("done", 1)], ["update_wanted"]),  # The second one is missing.
            ("A", [("done", 5)], []),  # That was the last one.
            ("A", [("cancelled", 5), ("refused", 1)], ["held_up"]),
        ],
    )
    def test_whose_reminder_is_lost_is_reminded_of_again(
        self,
        database: Database,
        file_incident: Callable[..., int],
        audit: Audit,
        theo: Person,
        now: datetime,
        severity: str,
        left: list[tuple[str, int]],
        found: list[str],
    ) -> None:
        number = file_incident(severity=severity)
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=number, context=context_of(theo, now))
        wanted = self.updates(database)
        lose(database, "update_wanted")
        with database.transaction() as session:
            for dedup_key, (state, step) in enumerate(left):
                row = wanted[0].model_dump(exclude={"id", "reference"}) | {"dedup_key": f"{dedup_key}"}
                said = {"state": state, "parameters": {"step": step}, "done_at": now if state == "done" else None}
                session.add(OutboxMessage(**row | said))

        assert [one.facts.get("what", one.kind) for one in audit() or []] == found
        waiting = [one.due_at for one in self.updates(database) if one.state == "pending"]
        assert waiting == [one.due_at for one in wanted if "update_wanted" in found or ("pending", 1) in left]
        assert [one.kind for one in audit() or []] == [kind for kind in found if kind == "held_up"]

    def updates(self, database: Database) -> list[OutboxMessage]:
        with database.reading() as session:
            wanted = select(OutboxMessage).where(OutboxMessage.kind == "update_wanted")
            return list(session.exec(wanted.order_by(col(OutboxMessage.id))))


class TestDelivery:
    """Messages that should have been posted long ago are noticed."""

    def test_what_waits_behind_another_is_not_overdue_itself(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, now: datetime
    ) -> None:
        """The card is parked until the next try, so the warnings behind it cannot go out either."""
        file_incident(severity="A")
        for kind in ("customer_card", "triage_card"):
            change(database, kind, state="parked", run_at=now + timedelta(hours=2), last_error="is_archived")

        assert audit(after=timedelta(minutes=70)) == [
            Finding("held_up", "is_archived", {"count": 2, "error": "is_archived"})
        ]

    def test_what_slack_refuses_for_good_is_told_for_a_day(
        self, database: Database, file_incident: Callable[..., int], audit: Audit
    ) -> None:
        file_incident()
        change(database, "customer_card", state="refused", last_error="msg_too_long")
        change(database, "triage_card", state="cancelled")

        assert "held_up" in {one.kind for one in audit(after=timedelta(hours=23, minutes=59)) or []}
        assert "held_up" not in {one.kind for one in audit(after=timedelta(hours=24, minutes=1)) or []}

    @pytest.mark.parametrize(
        ("after", "expected"),
        [
            (timedelta(seconds=120), []),
            (timedelta(seconds=121), [Finding("overdue", "", {"count": 2, "since": "2026-11-23T08:00:00+00:00"})]),
        ],
    )
    def test_overdue_messages(
        self, file_incident: Callable[..., int], audit: Audit, after: timedelta, expected: list[Finding]
    ) -> None:
        """Both cards were due at the filing."""
        file_incident()

        assert audit(after=after) == expected

    def test_claimed_messages_are_not_overdue(
        self, database: Database, file_incident: Callable[..., int], audit: Audit
    ) -> None:
        file_incident()
        change(database, "customer_card", lease_token="somebody")
        change(database, "triage_card", lease_token="somebody")

        assert audit(after=timedelta(minutes=5)) == []

    def test_a_frozen_claim_is_given_back(
        self, database: Database, file_incident: Callable[..., int], audit: Audit, now: datetime
    ) -> None:
        """What may have been posted is still marked so: it is looked for before it is posted again."""
        file_incident()
        change(database, "customer_card", lease_token="frozen", maybe_sent_at=now)
        change(database, "triage_card", lease_token="frozen", run_at=now + timedelta(minutes=1))

        assert audit(after=timedelta(minutes=10, seconds=30)) == [Finding("stuck", "", {"count": 1})]
        with database.reading() as session:
            cards = session.exec(
                select(OutboxMessage).where(col(OutboxMessage.kind).like("%_card")).order_by(col(OutboxMessage.kind))
            ).all()
        assert [(one.kind, one.lease_token, one.maybe_sent_at) for one in cards] == [
            ("customer_card", None, now),
            ("triage_card", "frozen", None),
        ]
        assert cards[0].run_at == now + timedelta(minutes=10, seconds=30)

    def test_refusals_are_counted_by_their_reason(
        self, database: Database, file_incident: Callable[..., int], audit: Audit
    ) -> None:
        file_incident()
        change(database, "customer_card", state="parked", last_error="is_archived")
        change(database, "triage_card", state="refused", last_error="msg_too_long")
        change(database, "warning", state="refused", last_error="is_archived")

        assert audit() == [
            Finding("held_up", "is_archived", {"count": 4, "error": "is_archived"}),
            Finding("held_up", "msg_too_long", {"count": 1, "error": "msg_too_long"}),
        ]


class TestConnection:
    """Silence is reported where Slack reaches none of the replicas."""

    def test_silence_of_the_only_one(self, audit: Audit) -> None:
        assert audit(is_silent=True) == [Finding("silent")]

    @pytest.mark.parametrize(("seconds_ago", "expected"), [(10, []), (70, [Finding("silent")])])
    def test_silence_while_another_is_connected(
        self, database: Database, audit: Audit, now: datetime, seconds_ago: int, expected: list[Finding]
    ) -> None:
        with database.transaction() as session:
            record_heartbeat(session, part="connection", at=now + timedelta(seconds=60 - seconds_ago))

        assert audit(is_silent=True) == expected


class TestTelling:
    """The managers are told of each finding when it is new."""

    def test_once_while_it_lasts_and_again_when_it_comes_back(self, database: Database, audit: Audit) -> None:
        for minute, is_silent in enumerate([True, True, False, True, True], start=1):
            audit(after=timedelta(minutes=minute), is_silent=is_silent)

        # Whoever is told is told nothing else that could be late: what is told here is never sent in this test.
        assert [one for one in notices(database) if one[1]["finding"] == "silent"] == [
            ("U0MAX", {"finding": "silent"}),
            ("U0MAX", {"finding": "silent"}),
        ]

    def test_each_manager(self, database: Database, audit: Audit) -> None:
        audit(is_silent=True, at=Workspace(triage_channel="C0TRIAGE", managers=("U0MAX", "U0MIA"), locale="en"))

        assert [who for who, _ in notices(database)] == ["U0MAX", "U0MIA"]

    def test_only_what_is_new(self, database: Database, file_incident: Callable[..., int], audit: Audit) -> None:
        file_incident()
        audit(is_silent=True)
        lose(database, "breach")
        audit(is_silent=True)

        assert [facts["finding"] for _, facts in notices(database)] == ["silent", "reminder_missing"]
