"""A proposed solution is read on both sides, and answers the customer."""

import pytest

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.solution import propose_solution
from bot.rules.person import Person
from models.vocabulary import REMINDERS, SOLUTION
from tests.case import ALICE, EVE, TESS, THEO, Case

TEXT = "Restart <b>twice</b> & wait."


def test_is_posted_on_both_sides_word_for_word(case: Case) -> None:
    case.do(propose_solution, THEO, text=TEXT)
    assert [(one.kind, one.channel, one.parameters) for one in case.messages(*SOLUTION)] == [
        ("solution_to_customer", "C0ACME", {"solution": TEXT, "who": "U0THEO"}),
        ("solution_to_triage", "C0TRIAGE", {"solution": TEXT, "who": "U0THEO"}),
    ]
    (event,) = case.events("propose_solution")
    assert (event.actor, event.after) == ("U0THEO", {"solution": 1})


def test_is_the_initial_response_where_there_was_none(case: Case) -> None:
    case.do(propose_solution, THEO, text=TEXT)
    assert (case.incident.status, case.incident.acknowledged_by) == ("acknowledged", "U0THEO")
    assert {one.ended_because for one in case.messages(*REMINDERS)} == {"answered"}


def test_of_a_second_technician_leaves_the_first_answer_alone(case: Case) -> None:
    case.do(acknowledge_incident, THEO)
    answered = case.incident.acknowledged_at
    case.do(propose_solution, TESS, text=TEXT)
    assert (case.incident.acknowledged_by, case.incident.acknowledged_at) == ("U0THEO", answered)
    assert case.incident.customer_updated_at == case.now


def test_may_be_one_of_several(case: Case) -> None:
    for text in ("Restart", "Reinstall"):
        case.do(propose_solution, THEO, text=text)
    assert [one.parameters["solution"] for one in case.messages(SOLUTION.customer)] == ["Restart", "Reinstall"]


@pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
def test_is_for_technicians(case: Case, who: Person, expected: type[Exception]) -> None:
    assert type(case.refused(propose_solution, who, text=TEXT)) is expected


def test_of_what_is_closed_is_refused(case: Case) -> None:
    case.do(close_incident, ALICE, act="withdraw", explanation="")
    assert isinstance(case.refused(propose_solution, THEO, text=TEXT), NotNow)
