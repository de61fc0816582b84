"""24x7 cover needs a reachable customer: they are asked, answer in time, or the cover becomes business hours."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.duty import (
    AlreadyAsked,
    NobodyOnDuty,
    NotAsked,
    downgrade_cover,
    mark_reachable,
    mark_unreachable,
)
from bot.operations.incidents.locking import NoSuchIncident, lock_incident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.reachability import note_reachable
from bot.rules.person import GUICHET, Person
from models import OutboxMessage, TermsPeriod
from models.vocabulary import COVER_FELL_BACK, REACHABLE, UNREACHABLE
from tests.case import ALICE, BOB, EVE, THEO, Case

WITHIN = timedelta(minutes=30)
"""The built-in policy's time to answer."""
TRIED: dict[str, Any] = {"tried": "Rang +33 1 twice"}


def be_read(case: Case) -> None:
    """Let the question be posted: the time to answer it runs from then on."""
    with case.database.transaction() as session:
        asked = update(OutboxMessage).where(OutboxMessage.kind == UNREACHABLE.customer)
        session.exec(asked.values(state="done", done_at=case.now))


def fall_back(case: Case, *, after: timedelta) -> None:
    """Run the watch as of this long from now."""
    case.now += after
    with case.database.transaction() as session:
        downgrade_cover(session, case.number, context=case.context(GUICHET))


class TestAsking:
    """Nobody could be reached."""

    def test_asks_the_customer_and_keeps_phone_numbers_among_technicians(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        assert case.incident.unreachable_at == case.now
        assert [(one.kind, one.channel) for one in case.messages(*UNREACHABLE)] == [
            ("unreachable_to_customer", "C0ACME"),
            ("unreachable_to_triage", "C0TRIAGE"),
        ]
        assert {one.parameters["until"] for one in case.messages(*UNREACHABLE)} == {(case.now + WITHIN).isoformat()}
        (event,) = case.events("mark_unreachable")
        assert (event.actor, event.after["tried"]) == ("U0THEO", "Rang +33 1 twice")

    def test_answers_nothing(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        assert (case.incident.status, case.incident.acknowledged_by) == ("open", None)
        assert case.incident.customer_updated_at is None

    def test_of_what_is_worked_on_the_customer_has_heard(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(mark_unreachable, THEO, **TRIED)
        assert case.incident.customer_updated_at == case.now

    def test_needs_somebody_on_duty(self, case: Case) -> None:
        case.number = case.file(cover="business", contacts="")
        assert isinstance(case.refused(mark_unreachable, THEO, **TRIED), NobodyOnDuty)

    def test_twice_is_refused(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        assert isinstance(case.refused(mark_unreachable, THEO, **TRIED), AlreadyAsked)

    @pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
    def test_is_for_technicians(self, case: Case, who: Person, expected: type[Exception]) -> None:
        assert type(case.refused(mark_unreachable, who, **TRIED)) is expected

    def test_of_two_at_once_one_asks(self, case: Case) -> None:
        assert case.at_once([lambda: case.do(mark_unreachable, THEO, **TRIED)] * 2) == ["", "AlreadyAsked"]
        assert len(case.messages(*UNREACHABLE)) == 2


class TestAnswering:
    """Somebody can be reached after all."""

    @pytest.mark.parametrize("who", [ALICE, BOB, THEO], ids=lambda one: one.name)
    def test_keeps_the_cover(self, case: Case, who: Person) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        asked = case.incident.unreachable_at
        case.do(mark_reachable, who)
        assert (case.incident.cover, case.incident.unreachable_at) == ("24x7", None)
        assert [one.parameters for one in case.messages(*REACHABLE)] == [{"who": who.user_id}] * 2
        (event,) = case.events("mark_reachable")
        assert asked is not None
        assert event.before == {"unreachable_at": asked.isoformat()}
        assert event.after == {"unreachable_at": None, "how": "button"}

    @pytest.mark.parametrize(
        ("after", "is_answer"),
        [(timedelta(seconds=-1), False), (timedelta(), True), (timedelta(minutes=5), True)],
    )
    def test_by_what_was_written_since(self, case: Case, after: timedelta, is_answer: bool) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        asked = case.now
        for _ in range(2):  # It may be read again.
            with case.database.transaction() as session:
                incident = lock_incident(session, case.number)
                note_reachable(session, incident, at=asked + after, context=case.context(ALICE))
        assert (case.incident.unreachable_at is None) == is_answer
        assert [one.after["how"] for one in case.events("mark_reachable")] == ["remark"] * is_answer

    def test_without_a_question_is_refused(self, case: Case) -> None:
        assert isinstance(case.refused(mark_reachable, ALICE), NotAsked)

    def test_of_what_is_closed_is_refused(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        case.do(close_incident, ALICE, act="withdraw", explanation="")
        assert isinstance(case.refused(mark_reachable, ALICE), NotNow)


class TestFallingBack:
    """Nobody has answered in time."""

    def test_begins_a_terms_period_and_leaves_the_deadline(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        deadline = case.incident.deadline_at
        be_read(case)
        fall_back(case, after=WITHIN)
        found = case.incident
        assert (found.cover, found.unreachable_at, found.deadline_at) == ("business", None, deadline)
        with case.database.reading() as session:
            newest = session.exec(select(TermsPeriod).order_by(TermsPeriod.id.desc())).first()  # type: ignore[union-attr]
        assert newest is not None
        assert (newest.terms["cover"], newest.reason) == ("business", "unreachable")
        assert [one.parameters for one in case.messages(*COVER_FELL_BACK)] == [{"within_s": 1800}] * 2
        (event,) = case.events("fall_back_cover")
        assert (event.actor, event.before["cover"], event.after["cover"]) == (GUICHET.user_id, "24x7", "business")

    def test_is_neither_too_early_nor_twice(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        be_read(case)
        for after, times in ((WITHIN - timedelta(seconds=1), 0), (timedelta(seconds=1), 1), (WITHIN, 1)):
            fall_back(case, after=after)
            assert len(case.events("fall_back_cover")) == times

    def test_waits_until_the_question_can_be_read(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        fall_back(case, after=10 * WITHIN)
        assert case.incident.cover == "24x7"

    def test_does_not_happen_after_an_answer(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, **TRIED)
        be_read(case)
        case.do(mark_reachable, ALICE)
        fall_back(case, after=WITHIN)
        assert case.incident.cover == "24x7"
