"""After the last escalation that was planned an incident of severity A is reminded of at a slower pace, for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select, update

from bot.database import Database
from bot.operations.audit_incidents import put_back, without_reminders
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.escalation import keep_escalating
from bot.operations.incidents.giving_back import give_back
from bot.operations.incidents.severity import change_severity
from bot.rules.person import Person
from models import OutboxMessage
from models.vocabulary import Kind
from tests.contexts import WORKSPACE, context_of

HOUR = timedelta(hours=1)
FIRST = 5.5
"""Hours after the filing: due after 2, escalations after 2.5, 3 and 3.5, and two hours after the last of these."""


@pytest.fixture
def post(database: Database, now: datetime, theo: Person) -> Callable[[float], None]:
    """Let everything that was due by then, in hours after the filing, be posted; the last one is followed."""

    def post(hours: float) -> None:
        at = now + hours * HOUR
        due = select(OutboxMessage).where(OutboxMessage.state == "pending", col(OutboxMessage.due_at) <= at)
        with database.transaction() as session:
            for one in session.exec(due.order_by(col(OutboxMessage.due_at))).all():
                one.state, one.done_at = "done", at
                session.flush()
                if one.kind == Kind.ESCALATION:
                    keep_escalating(session, message=one, context=context_of(theo, at))

    return post


def waiting(database: Database, now: datetime, kind: Kind = Kind.ESCALATION) -> list[tuple[str, float]]:
    """Return dedup key and due time, in hours after the filing, of the messages of this kind that wait."""
    wanted = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == "pending")
    with database.reading() as session:
        found = session.exec(wanted.order_by(col(OutboxMessage.due_at))).all()
    return [(one.dedup_key, (one.due_at - now) / HOUR) for one in found]


class TestEscalation:
    """Of severity A; the others end after the third."""

    def test_is_followed_by_another_two_hours_later_and_the_managers_hear_of_each(
        self, database: Database, file_incident: Callable[..., int], post: Callable[[float], None], now: datetime
    ) -> None:
        file_incident(severity="A")
        assert waiting(database, now)[-1] == ("4", FIRST)
        for step, hours in ((5, 7.5), (6, 9.5), (7, 12)):  # The last one was posted late: it counts from then on.
            post(hours - 2)
            assert waiting(database, now) == [(str(step), hours)]
            assert waiting(database, now, Kind.ESCALATION_NOTICE) == [(f"U0MAX {step}", hours)]

    @pytest.mark.parametrize("severity", ["B", "C"])
    def test_ends_after_the_third(
        self,
        database: Database,
        file_incident: Callable[..., int],
        post: Callable[[float], None],
        now: datetime,
        severity: str,
    ) -> None:
        file_incident(severity=severity)
        post(500)
        assert waiting(database, now) == []

    def test_goes_on_when_the_incident_is_given_back_or_its_severity_comes_back(
        self,
        database: Database,
        file_incident: Callable[..., int],
        post: Callable[[float], None],
        now: datetime,
        theo: Person,
    ) -> None:
        file_incident(severity="A")
        post(FIRST + 2)
        at = now + (FIRST + 3) * HOUR
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=1, context=context_of(theo, at))
        assert waiting(database, now) == []
        with database.transaction() as session:
            give_back(session, incident_id=1, note="", context=context_of(theo, at))
        assert waiting(database, now) == [("6", FIRST + 5)]
        for severity, minutes in (("B", 1), ("A", 2)):
            context = context_of(theo, at + timedelta(minutes=minutes))
            with database.transaction() as session:
                change_severity(session, incident_id=1, severity=severity, reason="So", context=context)  # type: ignore[arg-type]
        assert [step for step, _ in waiting(database, now)] == ["7"]

    def test_is_put_back_by_the_audit_where_slack_refused_the_last(
        self, database: Database, file_incident: Callable[..., int], post: Callable[[float], None], now: datetime
    ) -> None:
        file_incident(severity="A")
        post(FIRST)
        with database.transaction() as session:
            pending = update(OutboxMessage).where(col(OutboxMessage.state) == "pending")
            session.exec(pending.values(state="refused", ended_because="refused"))
        at = now + 8 * HOUR
        with database.transaction() as session:
            assert without_reminders(session, [1], workspace=WORKSPACE, since=now) == [1]
            put = put_back(session, 1, workspace=WORKSPACE, since=now, now=at)
        assert put == ["escalation 6", "escalation_notice U0MAX 6"]
        assert waiting(database, now) == [("6", 10)]
        with database.reading() as session:
            assert without_reminders(session, [1], workspace=WORKSPACE, since=now) == []
