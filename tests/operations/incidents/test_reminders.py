"""A deadline moves: what is posted from now on follows from the new terms, and what was posted is not repeated."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.operations.context import Context
from bot.operations.incidents.reminders import rearm_reminders
from bot.policy import Policy
from bot.rules.person import GUICHET
from models import Incident, OutboxMessage
from tests.worker import Worker

HOUR = timedelta(hours=1)
REMINDERS = ("warning", "breach", "escalation", "breach_notice", "escalation_notice")
File = Callable[..., int]
Rearm = Callable[..., None]


@pytest.fixture
def rearm(worker: Worker, policy: Policy) -> Rearm:
    """Give INC-1 another severity's deadline, counted from the filing, and rearm its reminders."""

    def rearm(severity: str, *, at: datetime) -> None:
        with worker.database.transaction() as session:
            incident = session.get_one(Incident, 1)
            terms = policy.terms(severity=severity, cover="business", filed_at=incident.opened_at)  # type: ignore[arg-type]
            incident.severity, incident.terms = severity, terms.model_dump(mode="json")
            incident.deadline_at = incident.opened_at + {"A": 2, "B": 4}[severity] * HOUR
            incident.version += 1
            session.flush()
            context = Context(GUICHET, policy, worker.workspace, at)
            rearm_reminders(session, incident=incident, context=context)

    return rearm


def waiting(worker: Worker) -> dict[tuple[str, str], OutboxMessage]:
    """Return the reminders that wait, by kind and dedup key."""
    return {(one.kind, one.dedup_key): one for one in worker.rows(*REMINDERS) if one.state == "pending"}


class TestRearm:
    """B has four hours: warnings after 2, 3 and 3.6; A has two: after 1, 1.5 and 1.8."""

    def test_replaces_every_reminder(self, worker: Worker, file_incident: File, rearm: Rearm) -> None:
        file_incident(severity="B")
        rearm("A", at=worker.now + 0.5 * HOUR)
        due = {one.due_at - worker.now for (kind, _), one in waiting(worker).items() if kind == "warning"}
        assert due == {HOUR, 1.5 * HOUR, 1.8 * HOUR}
        cancelled = [one for one in worker.rows("warning") if one.state == "cancelled"]
        assert {one.due_at - worker.now for one in cancelled} == {2 * HOUR, 3 * HOUR, 3.6 * HOUR}

    def test_takes_up_what_was_there_before(self, worker: Worker, file_incident: File, rearm: Rearm) -> None:
        file_incident(severity="B")
        first = {one.id for one in waiting(worker).values()}
        rearm("A", at=worker.now + 0.5 * HOUR)
        rearm("B", at=worker.now + 0.6 * HOUR)
        assert {one.id for one in waiting(worker).values()} == first

    def test_repeats_nothing_that_was_posted(self, worker: Worker, file_incident: File, rearm: Rearm) -> None:
        file_incident(severity="B")
        posted = waiting(worker)["warning", "50"].id
        worker.change(OutboxMessage, posted or 0, state="done", done_at=worker.now + 2 * HOUR)
        rearm("A", at=worker.now + 2.1 * HOUR)
        rearm("B", at=worker.now + 2.2 * HOUR)
        assert ("warning", "50") not in waiting(worker)
        assert worker.row(posted).state == "done"

    def test_counts_as_late_only_from_now_on(self, worker: Worker, file_incident: File, rearm: Rearm) -> None:
        """A's deadline has passed three hours after the filing; what is due is due since this instant."""
        file_incident(severity="B")
        at = worker.now + 3 * HOUR
        rearm("A", at=at)
        breach = waiting(worker)["breach", ""]
        assert breach.due_at == worker.now + 2 * HOUR
        assert breach.run_at == at
        assert breach.parameters["arranged_at"] == at.isoformat()

    def test_lets_the_breach_speak_before_any_escalation(
        self, worker: Worker, file_incident: File, rearm: Rearm
    ) -> None:
        file_incident(severity="B")
        rearm("A", at=worker.now + 3.2 * HOUR)  # Escalations were due after 2.5 and 3 hours.
        escalations = [one for one in worker.rows("escalation") if one.due_at < worker.now + 3.2 * HOUR]
        assert {one.due_at - worker.now for one in escalations} == {2.5 * HOUR, 3 * HOUR}
        assert {one.state for one in escalations} == {"superseded"}
        assert ("breach", "") in waiting(worker)

    def test_leaves_what_is_just_being_sent_to_the_delivery(
        self, worker: Worker, file_incident: File, rearm: Rearm
    ) -> None:
        file_incident(severity="B")
        sent = waiting(worker)["warning", "50"].id
        worker.change(OutboxMessage, sent or 0, lease_token="somebody")
        rearm("A", at=worker.now + 2 * HOUR)
        assert (worker.row(sent).state, worker.row(sent).lease_token) == ("pending", "somebody")

    def test_posts_to_the_managers_of_today(self, worker: Worker, file_incident: File, rearm: Rearm) -> None:
        file_incident(severity="B")
        rearm("A", at=worker.now)
        with worker.session() as session:
            notices = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "breach_notice")).all()
        assert {(one.channel, one.due_at - worker.now, one.state) for one in notices} == {
            ("U0MAX", 4 * HOUR, "cancelled"),
            ("U0MAX", 2 * HOUR, "pending"),
        }
