"""A message whose time has come is posted only while it is true; for each kind a table says until when that is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.delivery.claim import Claimed
from bot.delivery.destination import Destination, customer_thread, direct_message, triage_thread
from bot.delivery.protocol import check
from bot.delivery.scheduled_fallback import NOT_DELETED_WITHIN
from bot.kinds import KINDS
from bot.policy import Policy
from models import Card, Fallback, Incident, OutboxMessage, Split, Survey
from models.vocabulary import EndedBecause, Kind
from tests.paying import add_account, add_pack, facts
from tests.worker import Worker

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
ACKNOWLEDGED = {
    "status": "acknowledged",
    "acknowledged_by": "U0THEO",
    "acknowledged_how": "button",
    "acknowledged_margin": 60,
    "assigned_to": "U0THEO",
}
CLOSED = {"status": "closed", "outcome": "solved", "closed_by": "U0THEO"}
File = Callable[..., int]


@pytest.fixture
def number(worker: Worker, file_incident: File) -> int:
    """An incident of severity A, filed now, for which nothing waits."""
    number = file_incident(severity="A")
    with worker.database.transaction() as session:
        for one in session.exec(select(OutboxMessage)):
            session.delete(one)
    return number


def triage(number: int) -> Destination:
    return triage_thread(number, triage_channel="C0TRIAGE")


def acknowledged(now: datetime) -> dict[str, Any]:
    return {**ACKNOWLEDGED, "acknowledged_at": now}


def closed(now: datetime) -> dict[str, Any]:
    return {**CLOSED, "closed_at": now}


def judged(worker: Worker, message: int, *, after: timedelta = timedelta()) -> str | None:
    """Return why the message must no longer be posted this long after now; None if it may be."""
    with worker.database.reading() as session:
        row = session.get_one(OutboxMessage, message)
        return KINDS[row.kind].obsolete(session, row, worker.now + after)


def checked(worker: Worker, message: int) -> str | None:
    """Return why the engine does not post the message now."""
    with worker.database.reading() as session:
        row = session.get_one(OutboxMessage, message)
        claimed = Claimed(row, token="t", ready_at=worker.now)
        found = check(session, claimed=claimed, traits=KINDS[row.kind], now=worker.now)
    return found if isinstance(found, EndedBecause) else None


class TestReminder:
    """A reminder is for an incident that nobody has answered, and for the deadline it counts to."""

    @pytest.mark.parametrize("kind", [Kind.WARNING, Kind.BREACH, Kind.ESCALATION, Kind.BREACH_NOTICE])
    def test_is_posted_while_nobody_has_answered(self, worker: Worker, number: int, kind: Kind) -> None:
        message = worker.post(kind, triage(number), deadline=(worker.now + 2 * HOUR).isoformat())
        assert judged(worker, message) is None
        worker.change(Incident, number, **acknowledged(worker.now))
        assert judged(worker, message) == "answered"

    def test_is_not_posted_once_the_incident_is_closed(self, worker: Worker, number: int) -> None:
        message = worker.post(Kind.BREACH, triage(number))
        worker.change(Incident, number, **closed(worker.now))
        assert judged(worker, message) == "closed"

    def test_of_another_deadline_is_not_posted(self, worker: Worker, number: int) -> None:
        message = worker.post(Kind.WARNING, triage(number), deadline=(worker.now + 2 * HOUR).isoformat())
        worker.change(Incident, number, deadline_at=worker.now + 4 * HOUR)
        assert judged(worker, message) == "deadline_moved"

    def test_gives_way_to_a_later_one_that_is_due_too(self, worker: Worker, number: int) -> None:
        deadline = (worker.now + 2 * HOUR).isoformat()
        first = worker.post(Kind.WARNING, triage(number), after=HOUR, deadline=deadline)
        second = worker.post(Kind.WARNING, triage(number), after=1.5 * HOUR, deadline=deadline)
        assert judged(worker, first, after=HOUR) is None
        assert judged(worker, first, after=1.5 * HOUR) == "superseded"
        assert judged(worker, second, after=1.5 * HOUR) is None

    def test_does_not_give_way_to_one_of_another_deadline(self, worker: Worker, number: int) -> None:
        first = worker.post(Kind.WARNING, triage(number), deadline=(worker.now + 2 * HOUR).isoformat())
        worker.post(Kind.BREACH, triage(number), after=MINUTE, deadline=(worker.now + MINUTE).isoformat())
        assert judged(worker, first, after=HOUR) is None

    def test_gives_way_to_none_of_another_lane(self, worker: Worker, number: int) -> None:
        worker.post(Kind.BREACH_NOTICE, direct_message("U0MAX", incident_id=number), after=2 * MINUTE)
        first = worker.post(Kind.BREACH, triage(number), after=MINUTE)
        assert judged(worker, first, after=HOUR) is None

    @pytest.mark.parametrize(
        ("after", "ends"),
        [
            (110 * MINUTE - NOT_DELETED_WITHIN - SECOND, None),  # Slack still deletes the fallback.
            (110 * MINUTE - NOT_DELETED_WITHIN, "fallback_posted"),
            (112 * MINUTE, "fallback_posted"),
        ],
    )
    def test_is_left_to_the_fallback_once_that_cannot_be_stopped(
        self, worker: Worker, number: int, after: timedelta, ends: str | None
    ) -> None:
        """The last warning is due after 108 minutes, and Slack posts the fallback after 110."""
        last = worker.post(Kind.WARNING, triage(number), after=108 * MINUTE, broadcast=True)
        fallback = Fallback(
            incident_id=number, channel="C", scheduled_message_id="Q1", post_at=worker.now + 110 * MINUTE
        )
        worker.do(lambda session: session.add(fallback))
        assert judged(worker, last, after=after) == ends

    def test_other_than_the_last_warning_is_not_left_to_the_fallback(self, worker: Worker, number: int) -> None:
        first = worker.post(Kind.WARNING, triage(number), after=HOUR)
        fallback = Fallback(incident_id=number, channel="C", scheduled_message_id="Q1", post_at=worker.now + 2 * HOUR)
        worker.do(lambda session: session.add(fallback))
        assert judged(worker, first, after=3 * HOUR) is None


class TestUpdate:
    """Who works on an incident is reminded while the customer hears nothing."""

    @pytest.mark.parametrize(
        ("changed", "ends"),
        [
            ({}, None),
            ({"customer_updated_at": -1}, None),  # Before the reminder was posted.
            ({"customer_updated_at": 1}, "customer_updated"),
            ({"status": "closed", "outcome": "solved", "closed_by": "U0THEO", "closed_at": 1}, "closed"),
        ],
    )
    def test_is_wanted_while_nothing_is_heard(
        self, worker: Worker, number: int, changed: dict[str, Any], ends: str | None
    ) -> None:
        worker.change(Incident, number, **acknowledged(worker.now))
        message = worker.post(Kind.UPDATE_WANTED, triage(number), step=1)
        values = {name: worker.now + one * MINUTE if isinstance(one, int) else one for name, one in changed.items()}
        worker.change(Incident, number, **values)
        assert judged(worker, message) == ends


class TestQuestion:
    """A question is asked while it is open."""

    def test_of_who_can_be_reached(self, worker: Worker, number: int) -> None:
        worker.change(Incident, number, unreachable_at=worker.now, contacts="Bob", cover="24x7")
        incident = worker.do(lambda session: session.get_one(Incident, number))
        message = worker.post(Kind.UNREACHABLE_TO_CUSTOMER, customer_thread(incident), at=worker.now.isoformat())
        assert judged(worker, message) is None
        worker.change(Incident, number, unreachable_at=worker.now + MINUTE)  # Answered, and asked once more.
        assert judged(worker, message) == "decided"

    def test_of_a_verdict(self, worker: Worker, number: int) -> None:
        message = worker.post(Kind.VERDICT_WANTED, direct_message("U0MAX", incident_id=number), x=1)
        worker.change(Incident, number, billing="pending_verdict", **closed(worker.now))
        assert judged(worker, message) is None
        worker.change(Incident, number, billing="waived")
        assert judged(worker, message) == "decided"

    @pytest.mark.parametrize("kind", [Kind.SURVEY_WANTED, Kind.SURVEY_REMINDER])
    def test_of_a_survey(self, worker: Worker, number: int, kind: Kind) -> None:
        message = worker.post(kind, direct_message("U0ALICE", incident_id=number), x=1)
        assert judged(worker, message) == "reopened"
        worker.change(Incident, number, **closed(worker.now))
        assert judged(worker, message) == "decided"
        worker.do(lambda session: session.add(Survey(incident_id=number, member="U0ALICE", asked_at=worker.now)))
        assert judged(worker, message) is None
        answer = {"answered_at": worker.now, "is_useful": True, "quality": 5, "language": 5}
        worker.change(Survey, 1, **answer)
        assert judged(worker, message) == "decided"

    @pytest.mark.parametrize("kind", [Kind.SPLIT_TO_CUSTOMER, Kind.SPLIT_TO_TRIAGE])
    def test_of_a_split(self, worker: Worker, number: int, kind: Kind) -> None:
        split = Split(incident_id=number, children=[], proposed_by="U0THEO", proposed_at=worker.now)
        worker.do(lambda session: session.add(split))
        message = worker.post(kind, triage(number), split=1)
        assert judged(worker, message) is None
        worker.change(Split, 1, state="replaced")
        assert judged(worker, message) == "replaced"


class TestFallback:
    """A fallback is scheduled while there is time, and deleted while there is one."""

    @pytest.mark.parametrize(
        ("minutes", "ends"), [(2, "too_late"), (2.5, None)]
    )  # Slack takes none back in the last minute; one more is left for the call.
    def test_is_not_scheduled_too_late(self, worker: Worker, number: int, minutes: float, ends: str | None) -> None:
        post_at = (worker.now + minutes * MINUTE).isoformat()
        message = worker.post(Kind.SCHEDULE_FALLBACK, triage(number), post_at=post_at)
        assert judged(worker, message) == ends

    def test_is_deleted_only_where_there_is_one(self, worker: Worker, number: int) -> None:
        message = worker.post(Kind.DELETE_FALLBACK, triage(number), x=1)
        assert judged(worker, message) == "nothing_to_change"
        fallback = Fallback(incident_id=number, channel="C", scheduled_message_id="Q1", post_at=worker.now + HOUR)
        worker.do(lambda session: session.add(fallback))
        assert judged(worker, message) is None


class TestChange:
    """What changes a message needs that message."""

    def test_of_a_card_that_is_not_posted(self, worker: Worker, number: int) -> None:
        message = worker.post(Kind.REFRESH_TRIAGE_CARD, triage(number), x=1)
        assert checked(worker, message) == "nothing_to_change"
        worker.do(lambda session: session.add(Card(incident_id=number, side="triage", channel="C0TRIAGE", ts="7.0")))
        assert checked(worker, message) is None


class TestPack:
    """What is said of a pack is said while it is valid, to those whom it concerns."""

    @pytest.mark.parametrize(
        ("reader", "to_manager", "after", "because"),
        [
            ("U0BOB", False, -SECOND, None),
            ("U0BOB", False, timedelta(), "nothing_left"),  # The first instant at which it is no longer valid.
            ("U0ALICE", False, -SECOND, "reader_left"),
            ("U0MAX", True, -SECOND, None),
            ("U0MAX", True, timedelta(), "nothing_left"),
        ],
    )
    def test_is_told_to_buyers_and_managers_until_it_expires(
        self, worker: Worker, policy: Policy, reader: str, to_manager: bool, after: timedelta, because: str | None
    ) -> None:
        account = add_account(worker.database, buyers=["U0BOB"])
        bought = add_pack(worker.database, policy, account_id=account, size=5)
        about = {"pack_id": bought, "to_manager": to_manager, "left": 1}
        message = worker.post(Kind.LOW_BALANCE, direct_message(reader), **about)
        until_it_expires = facts(worker.database, bought).expires_at - worker.now
        assert judged(worker, message, after=until_it_expires + after) == because
