"""A manager decides, once, whether an unsolved incident is billed."""

from typing import Any

import pytest

from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.permission import NotNow
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.verdict import NoVerdictDue, give_verdict
from bot.rules.managers import NotManager
from bot.rules.person import Person
from models.vocabulary import VERDICT_GIVEN, Verdict
from tests.case import ALICE, EVE, MAX, THEO, Case
from tests.paying import entries, left

BILL: dict[str, Any] = {"verdict": "billed", "reason": "As agreed"}
WAIVE: dict[str, Any] = {"verdict": "waived", "reason": "As agreed"}


@pytest.fixture
def given_up(case: Case) -> Case:
    """An incident that was closed as unresolved."""
    case.do(close_incident, THEO, act="give_up", explanation="No answer.")
    return case


@pytest.mark.parametrize(
    ("verdict", "entry", "units"),
    [("billed", ("settled", 0), 4), ("waived", ("released", 1), 5)],  # of 5, with one set aside
)
def test_decides_about_the_unit(given_up: Case, verdict: Verdict, entry: tuple[str, int], units: int) -> None:
    given_up.do(give_verdict, MAX, verdict=verdict, reason="As agreed")
    assert given_up.incident.billing == verdict
    assert entries(given_up.database, given_up.pack)[-1] == entry
    assert left(given_up.database, given_up.pack) == units


def test_is_read_on_both_sides_with_its_reason(given_up: Case) -> None:
    given_up.do(give_verdict, MAX, **WAIVE)
    said = {"verdict": "waived", "reason": "As agreed", "who": "U0MAX"}
    assert [(one.channel, one.parameters) for one in given_up.messages(*VERDICT_GIVEN)] == [
        ("C0ACME", said),
        ("C0TRIAGE", said),
    ]


@pytest.mark.parametrize("second", [BILL, WAIVE])
def test_is_final(given_up: Case, second: dict[str, Any]) -> None:
    given_up.do(give_verdict, MAX, **WAIVE)
    refusal = given_up.refused(give_verdict, MAX, **second)
    assert isinstance(refusal, NoVerdictDue)
    assert refusal.facts == {"incident": "INC-1", "billing": "waived"}


@pytest.mark.parametrize("who", [ALICE, THEO, EVE], ids=lambda one: one.name)
def test_is_for_managers(given_up: Case, who: Person) -> None:
    assert isinstance(given_up.refused(give_verdict, who, **WAIVE), NotManager)


def test_of_what_is_open_is_refused(case: Case) -> None:
    assert isinstance(case.refused(give_verdict, MAX, **WAIVE), NotNow)


def test_of_what_was_reopened_meanwhile_is_refused(given_up: Case) -> None:
    given_up.do(reopen_incident, ALICE, reason="Again")
    assert isinstance(given_up.refused(give_verdict, MAX, **WAIVE), NotNow)
    assert left(given_up.database, given_up.pack) == 4


def test_of_two_at_once_one_counts(given_up: Case) -> None:
    both = [lambda how=how: given_up.do(give_verdict, MAX, **how) for how in (BILL, WAIVE)]  # type: ignore[misc]
    assert given_up.at_once(both) == ["", "NoVerdictDue"]
    assert len(given_up.messages(*VERDICT_GIVEN)) == 2
