"""What was filed is corrected: every change is kept with what was there before, and nothing is overwritten unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.duty import mark_unreachable
from bot.operations.incidents.edit import EditedMeanwhile, NothingChanged, TooManyFilesInIncident, edit_incident
from bot.operations.incidents.eligibility import ProductEnded
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow
from bot.queries.edits import details_of, newest_edit
from bot.rules.attachments import AttachedFile
from bot.rules.filing import UnknownProduct
from bot.rules.person import Person
from models import Product, TermsPeriod
from models.vocabulary import EDITED, REMINDERS
from tests.case import ALICE, BOB, EVE, MAX, TESS, THEO, Case

ENDED = {"mainstream_end": date(2020, 1, 1), "extended_end": date(2026, 11, 22)}
"""The day before it was filed."""


@pytest.fixture(autouse=True)
def products(case: Case) -> None:
    """A product that is supported, and one that is no longer."""
    with case.database.transaction() as session:
        session.add_all(
            [Product(id=1, code="new", name="Mail 2026"), Product(id=2, code="old", name="Mail 9", **ENDED)]
        )


def edit(case: Case, who: Person = ALICE, *, exception: str = "", seen: int | None = None, **changed: Any) -> None:
    """Let somebody edit the incident, who has seen the newest edit if nothing else is said."""
    case.do(edit_incident, who, **_given(case, exception=exception, seen=seen, **changed))


def refused(case: Case, who: Person = ALICE, *, exception: str = "", seen: int | None = None, **changed: Any) -> Any:
    """Let somebody edit in vain, and return why it was refused."""
    return case.refused(edit_incident, who, **_given(case, exception=exception, seen=seen, **changed))


def _given(case: Case, *, exception: str, seen: int | None, **changed: Any) -> dict[str, Any]:
    with case.database.reading() as session:
        newest = newest_edit(session, incident_id=case.number)
    files = changed.pop("files", ())
    details = replace(details_of(case.incident), **changed)
    return {"details": details, "files": files, "exception": exception, "seen": newest if seen is None else seen}


class TestEdit:
    """By either side, as often as they like, while it is open."""

    @pytest.mark.parametrize("who", [ALICE, BOB, THEO], ids=lambda one: one.name)
    def test_keeps_before_and_after_of_what_changed_alone(self, case: Case, who: Person) -> None:
        edit(case, who, title="Slow mail", description="None since nine. ", product_id=1)
        (event,) = case.events("edit_incident")
        assert (event.before, event.after) == (
            {"title": "No mail", "product": None},
            {"title": "Slow mail", "product": "Mail 2026"},
        )
        assert (case.incident.title, case.incident.product_id) == ("Slow mail", 1)
        told = case.messages(*EDITED)
        assert [(one.channel, one.parameters["after"]) for one in told] == [
            (channel, event.after) for channel in ("C0ACME", "C0TRIAGE")
        ]

    def test_moves_no_deadline_and_no_reminder(self, case: Case) -> None:
        before = case.posted(*REMINDERS), case.incident.deadline_at
        edit(case, title="Slow mail", product_id=1, cover="business")
        assert (case.posted(*REMINDERS), case.incident.deadline_at) == before

    def test_of_the_cover_begins_a_terms_period_and_moves_the_next_update(self, case: Case) -> None:
        """Severity A: four hours from 9:01, day and night; then in opening hours, the same. From 16:00 it differs."""
        case.number = case.file(severity="A")
        case.now += timedelta(hours=7)
        case.do(acknowledge_incident, THEO)
        (around_the_clock,) = case.messages("update_wanted")
        assert around_the_clock.due_at - case.incident.acknowledged_at == timedelta(hours=4)  # type: ignore[operator]
        edit(case, cover="business")
        waiting = [one for one in case.messages("update_wanted") if one.state == "pending"]
        assert [one.due_at - case.incident.acknowledged_at for one in waiting] == [timedelta(hours=19)]  # type: ignore[operator]
        with case.database.reading() as session:
            periods = session.exec(select(TermsPeriod).where(TermsPeriod.incident_id == case.number)).all()
        assert [(one.cover, one.begun_by, one.reason) for one in periods] == [
            ("24x7", "U0ALICE", ""),
            ("business", "U0ALICE", ""),
        ]

    def test_to_business_hours_ends_the_question_who_can_be_reached(self, case: Case) -> None:
        case.do(mark_unreachable, THEO, tried="Rang")
        edit(case, TESS, cover="business")
        assert case.incident.unreachable_at is None

    @pytest.mark.parametrize(("who", "is_answer"), [(ALICE, True), (THEO, False)], ids=["customer", "technician"])
    def test_of_a_customer_answers_who_can_be_reached(self, case: Case, who: Person, is_answer: bool) -> None:
        case.do(mark_unreachable, THEO, tried="Rang")
        edit(case, who, contacts="Bob, and Carol")
        assert (case.incident.unreachable_at is None) == is_answer


class TestFiles:
    """Somebody who forgot a screenshot adds it, up to five files in all."""

    def test_are_added_to_those_that_are_there_each_once(self, case: Case) -> None:
        first, second = (AttachedFile(id=f"F{one}", name=f"{one}.png") for one in (1, 2))
        edit(case, files=[first])
        edit(case, THEO, title="Slow mail", files=[first, second])
        assert [one["name"] for one in case.incident.attachments] == ["1.png", "2.png"]
        assert [one.after.get("files") for one in case.events("edit_incident")] == [
            [first.model_dump()],
            [second.model_dump()],
        ]
        assert isinstance(refused(case, files=[first]), NothingChanged)

    def test_are_at_most_five_in_all(self, case: Case) -> None:
        files = [AttachedFile(id=f"F{one}", name=f"{one}.png") for one in range(6)]
        edit(case, files=files[:4])
        refusal = refused(case, title="Slow mail", files=files[4:])
        assert (type(refusal), refusal.field) == (TooManyFilesInIncident, "attachments")
        assert (case.incident.title, len(case.incident.attachments)) == ("No mail", 4)


class TestProduct:
    """The product's lifecycle is checked again where the product changes."""

    def test_that_has_ended_is_refused_at_its_field(self, case: Case) -> None:
        refusal = refused(case, product_id=2)
        assert (type(refusal), refusal.field, refusal.facts["date"]) == (ProductEnded, "product", date(2026, 11, 22))

    def test_that_is_gone_is_refused(self, case: Case) -> None:
        assert isinstance(refused(case, product_id=99), UnknownProduct)

    def test_is_accepted_by_a_technician_with_a_reason(self, case: Case) -> None:
        edit(case, THEO, product_id=2, exception="Sold with support")
        assert case.incident.exception_reason == "Sold with support"
        edit(case, ALICE, title="Slow mail")  # What was accepted is not looked at again,
        assert case.incident.exception_reason == "Sold with support"
        edit(case, ALICE, product_id=1)  # and needs no reason once it is covered.
        assert case.incident.exception_reason == ""

    def test_is_not_accepted_by_a_customer_who_gives_a_reason(self, case: Case) -> None:
        assert isinstance(refused(case, product_id=2, exception="I want it"), ProductEnded)


class TestRefusals:
    """Nothing to change, too late, not theirs, or somebody was quicker."""

    def test_nothing_changed(self, case: Case) -> None:
        assert isinstance(refused(case, title=" No  mail "), NothingChanged)

    @pytest.mark.parametrize(("who", "expected"), [(EVE, NoSuchIncident), (MAX, Exception)])
    def test_is_for_the_two_sides(self, case: Case, who: Person, expected: type[Exception]) -> None:
        assert isinstance(refused(case, who, title="Mine"), expected)

    def test_what_is_closed_is_not_edited(self, case: Case) -> None:
        case.do(close_incident, ALICE, act="withdraw", explanation="")
        assert isinstance(refused(case, title="Late"), NotNow)

    @pytest.mark.parametrize("second", [{"title": "Other"}, {"contacts": "Carol"}], ids=["same field", "another"])
    def test_whoever_has_not_seen_an_edit_overwrites_nothing(self, case: Case, second: dict[str, str]) -> None:
        edit(case, BOB, title="Slow mail")
        assert isinstance(refused(case, ALICE, seen=0, **second), EditedMeanwhile)
        edit(case, ALICE, **second)

    def test_of_two_at_once_one_is_told(self, case: Case) -> None:
        def one(who: Person, **changed: str) -> Callable[[], None]:
            return lambda: edit(case, who, seen=0, **changed)

        assert case.at_once([one(ALICE, title="Slow"), one(THEO, title="Gone")]) == ["", "EditedMeanwhile"]
        assert len(case.events("edit_incident")) == 1
