"""The assignee of an incident is reminded: it is handed over, or taken over from the assignee on the card."""

from dataclasses import replace

import pytest

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.assignment import (
    ChosenNotTechnician,
    HasItAlready,
    TakenMeanwhile,
    YoursAlready,
    assign_incident,
    take_over,
)
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.rules.person import Person, TechniciansUnknown
from models.vocabulary import ASSIGNED
from tests.case import ALICE, EVE, TESS, THEO, Case

TOM = Person("U0TOM", "Tom", "en", "Europe/Paris", is_technician=True)


class TestAssignment:
    """An incident is assigned to a technician."""

    def test_of_what_nobody_has_answered_is_no_answer(self, case: Case) -> None:
        case.do(assign_incident, THEO, technician=TESS, note="Call Bob")
        assert (case.incident.status, case.incident.assigned_to) == ("open", "U0TESS")
        assert case.incident.acknowledged_by is None
        (told,) = case.messages(*ASSIGNED)
        assert (told.kind, told.channel) == ("assigned_to_triage", "C0TRIAGE")
        assert told.parameters == {"who": "U0TESS", "by": "U0THEO", "former": None, "note": "Call Bob"}

    def test_of_what_is_worked_on_tells_the_customer_without_the_note(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(assign_incident, THEO, technician=TESS, note="A secret")
        by_kind = {one.kind: one for one in case.messages(*ASSIGNED)}
        assert by_kind["assigned_to_customer"].channel == "C0ACME"
        assert by_kind["assigned_to_customer"].parameters == {"who": "U0TESS"}
        assert by_kind["assigned_to_triage"].parameters["former"] == "U0THEO"
        assert case.incident.customer_updated_at == case.now

    @pytest.mark.parametrize("note", ["", "Call Bob"])
    def test_leaves_its_line_in_the_trail(self, case: Case, note: str) -> None:
        case.do(assign_incident, THEO, technician=TESS, note=note)
        (event,) = case.events("assign_incident")
        assert (event.actor, event.before) == ("U0THEO", {"assigned_to": None})
        assert event.after == {"assigned_to": "U0TESS"} | ({"note": note} if note else {})

    def test_to_a_customer_is_refused(self, case: Case) -> None:
        refusal = case.refused(assign_incident, THEO, technician=ALICE, note="")
        assert isinstance(refusal, ChosenNotTechnician)
        assert (refusal.field, refusal.facts) == ("technician", {"who": "<@U0ALICE>"})

    def test_to_somebody_of_whom_slack_tells_nothing_waits(self, case: Case) -> None:
        """What is not known is neither yes nor no."""
        unknown = replace(TOM, is_technician=None)
        assert isinstance(case.refused(assign_incident, THEO, technician=unknown, note=""), TechniciansUnknown)

    def test_to_who_has_it_is_refused(self, case: Case) -> None:
        case.do(assign_incident, THEO, technician=TESS, note="")
        refusal = case.refused(assign_incident, THEO, technician=TESS, note="again")
        assert isinstance(refusal, HasItAlready)
        assert refusal.field == "technician"

    @pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
    def test_is_for_technicians(self, case: Case, who: Person, expected: type[Exception]) -> None:
        assert type(case.refused(assign_incident, who, technician=TESS, note="")) is expected

    def test_of_what_is_closed_is_refused(self, case: Case) -> None:
        case.do(close_incident, ALICE, act="withdraw", explanation="")
        assert isinstance(case.refused(assign_incident, THEO, technician=TESS, note=""), NotNow)


class TestTakingOver:
    """An incident is taken over from the assignee that the card showed."""

    def test_makes_it_theirs(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(take_over, TESS, holder="U0THEO")
        assert case.incident.assigned_to == "U0TESS"
        assert case.incident.acknowledged_by == "U0THEO"  # The first to respond stays recorded.
        (event,) = case.events("take_over")
        assert (event.actor, event.before, event.after) == (
            "U0TESS",
            {"assigned_to": "U0THEO"},
            {"assigned_to": "U0TESS"},
        )

    def test_of_ones_own_is_refused(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        assert isinstance(case.refused(take_over, THEO, holder="U0THEO"), YoursAlready)

    def test_by_an_old_card_says_who_has_it_now(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(take_over, TESS, holder="U0THEO")
        refusal = case.refused(take_over, TOM, holder="U0THEO")
        assert isinstance(refusal, TakenMeanwhile)
        assert refusal.facts == {"incident": "INC-1", "who": "<@U0TESS>"}

    def test_of_what_nobody_has_answered_is_refused(self, case: Case) -> None:
        """It is acknowledged instead."""
        assert isinstance(case.refused(take_over, TESS, holder=None), NotNow)

    def test_of_two_at_once_one_has_it(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        both = [lambda who=who: case.do(take_over, who, holder="U0THEO") for who in (TESS, TOM)]  # type: ignore[misc]
        assert case.at_once(both) == ["", "TakenMeanwhile"]
        assert len(case.events("take_over")) == 1
