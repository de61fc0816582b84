"""People outside Slack are told after the reminder that the policy names, while nobody has answered, and not twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.database import Database
from bot.operations.audit_incidents import put_back, without_reminders
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.severity import change_severity
from bot.policy import Policy
from bot.queries import obsolete
from bot.rules.escalation import Escalation
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import OutboxMessage
from models.vocabulary import SECOND_VOICES, EndedBecause, Kind
from tests.worker import Worker

HOUR, MINUTE, HALF_A_MINUTE = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=30)
File = Callable[..., int]


@pytest.fixture
def workspace() -> Workspace:
    """A workspace that notifies a pager and a phone about severity B, and only the phone about severity A."""
    return Workspace(
        triage_channel="C0TRIAGE",
        managers=("U0MAX",),
        locale="en",
        escalations=(
            Escalation("B", "warning 90", ("pager",)),
            Escalation("B", "breach", ("pager", "phone")),
            Escalation("B", "escalation 9", ("pager",)),  # There are only three escalations.
            Escalation("A", "breach", ("phone",)),
        ),
    )


def told(worker: Worker, *states: str) -> list[tuple[str, str, timedelta]]:
    """Return kind, channel, and how long after nine, of what is to be told, in this order."""
    rows = [one for one in worker.rows(*SECOND_VOICES) if one.state in (states or ("pending",))]
    return sorted(((one.kind, one.channel, one.due_at - worker.now) for one in rows), key=lambda one: (one[2], one[1]))


def test_is_planned_with_the_reminders(worker: Worker, file_incident: File) -> None:
    """B has four hours."""
    file_incident(severity="B")
    assert told(worker) == [
        (Kind.SECOND_VOICE, "apprise pager", 3.6 * HOUR + HALF_A_MINUTE),
        (Kind.SECOND_VOICE, "apprise pager", 4 * HOUR + HALF_A_MINUTE),
        (Kind.SECOND_VOICE, "apprise phone", 4 * HOUR + HALF_A_MINUTE),
        (Kind.SECOND_VOICE_IF_UNPOSTED, "apprise pager", 4 * HOUR + 2 * MINUTE),
        (Kind.SECOND_VOICE_IF_UNPOSTED, "apprise phone", 4 * HOUR + 2 * MINUTE),
    ]


def test_nobody_is_told_of_what_no_rule_names(worker: Worker, file_incident: File) -> None:
    file_incident(severity="C")
    assert told(worker) == []


def test_follows_the_severity(worker: Worker, file_incident: File, policy: Policy, alice: Person) -> None:
    """A had two hours, and they are over: Slack has two minutes to say so."""
    file_incident(severity="B")
    now = worker.now + 3 * HOUR
    with worker.database.transaction() as session:
        context = Context(alice, policy, worker.workspace, now)
        change_severity(session, incident_id=1, severity="A", reason="It is worse.", context=context)
    assert told(worker) == [
        (Kind.SECOND_VOICE, "apprise phone", 2 * HOUR + HALF_A_MINUTE),
        (Kind.SECOND_VOICE_IF_UNPOSTED, "apprise phone", 2 * HOUR + 2 * MINUTE),
    ]
    waiting = [one for one in worker.rows(*SECOND_VOICES) if one.state == "pending"]
    assert {one.run_at for one in waiting} == {now + 2 * MINUTE}


def test_acknowledging_ends_it(worker: Worker, file_incident: File, policy: Policy, theo: Person) -> None:
    file_incident(severity="B")
    with worker.database.transaction() as session:
        context = Context(theo, policy, worker.workspace, worker.now + HOUR)
        acknowledge_incident(session, incident_id=1, context=context)
    assert told(worker) == []
    assert {one.ended_because for one in worker.rows(*SECOND_VOICES)} == {EndedBecause.ANSWERED}


@pytest.mark.parametrize(
    ("breach", "first_escalation", "because"),
    [
        ("pending", "pending", None),
        ("parked", "parked", None),
        ("refused", "pending", None),
        ("done", "pending", EndedBecause.BREACH_POSTED),
        ("superseded", "done", EndedBecause.BREACH_POSTED),
    ],
)
def test_stands_in_for_a_breach_that_slack_does_not_show(
    worker: Worker, file_incident: File, breach: str, first_escalation: str, because: EndedBecause | None
) -> None:
    file_incident(severity="B")
    for row, state in ((worker.rows(Kind.BREACH)[0], breach), (worker.rows(Kind.ESCALATION)[0], first_escalation)):
        worker.change(OutboxMessage, row.id or 0, state=state, done_at=worker.now if state == "done" else None)
    (unposted, _) = worker.rows(Kind.SECOND_VOICE_IF_UNPOSTED)
    with worker.database.reading() as session:
        message = session.get_one(OutboxMessage, unposted.id)
        assert obsolete.second_voice_if_unposted(session, message, worker.now + 4.1 * HOUR) == because


@pytest.mark.parametrize(("named_after", "is_missed"), [(timedelta(), True), (4.5 * HOUR, False)])
def test_the_audit_restores_what_is_not_over_yet(
    worker: Worker, file_incident: File, database: Database, now: datetime, named_after: timedelta, is_missed: bool
) -> None:
    """An address that is named later is told of what is due from then on."""
    workspace, worker.workspace = worker.workspace, replace(worker.workspace, escalations=())
    file_incident(severity="B")
    worker.delete(*SECOND_VOICES)
    since = now + named_after
    with database.transaction() as session:
        assert without_reminders(session, [1], workspace=workspace, since=since) == [1] * is_missed
        restored = put_back(session, 1, workspace=workspace, since=since, now=since)
    assert len(restored) == len(told(worker)) == 5 * is_missed
