"""An incident is closed once, by people who may; its cost is settled, or left to the managers."""

from typing import Any

import pytest

from bot.operations.incidents.closing import NoSolution, close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.solution import propose_solution
from bot.rules.person import Person
from models.vocabulary import CLOSED, REMINDERS
from tests.case import ALICE, BOB, EVE, MAX, THEO, Case
from tests.paying import entries, left

SOLVE: dict[str, Any] = {"act": "solve", "explanation": ""}
GIVE_UP: dict[str, Any] = {"act": "give_up", "explanation": "The maker has no answer."}
WITHDRAW: dict[str, Any] = {"act": "withdraw", "explanation": "It is back."}


class TestClosing:
    """Three ways to end."""

    @pytest.mark.parametrize(
        ("who", "how", "outcome", "billing", "entry", "units"),
        [
            (THEO, SOLVE, "solved", "billed", ("settled", 0), 4),  # 5 were granted, 1 is used
            (THEO, GIVE_UP, "unresolved", "pending_verdict", ("reserved", -1), 4),  # 1 is set aside until the verdict
            (ALICE, WITHDRAW, "withdrawn", "pending_verdict", ("reserved", -1), 4),
            (BOB, WITHDRAW, "withdrawn", "pending_verdict", ("reserved", -1), 4),
        ],
    )
    def test_writes_how_and_by_whom_and_what_it_costs(
        self,
        case: Case,
        who: Person,
        how: dict[str, Any],
        outcome: str,
        billing: str,
        entry: tuple[str, int],
        units: int,
    ) -> None:
        case.do(propose_solution, THEO, text="Restart")
        case.do(close_incident, who, **how)
        found = case.incident
        assert (found.status, found.outcome, found.billing) == ("closed", outcome, billing)
        assert (found.closed_by, found.closed_at, found.explanation) == (who.user_id, case.now, how["explanation"])
        assert entries(case.database, case.pack)[-1] == entry
        assert left(case.database, case.pack) == units
        (event,) = case.events("close_incident")
        assert (event.actor, event.at, event.before) == (who.user_id, case.now, {"status": "acknowledged"})
        assert event.after == {"status": "closed", "outcome": outcome, "explanation": how["explanation"]}

    @pytest.mark.parametrize(
        ("who", "how", "managers", "filer"),
        [
            (THEO, SOLVE, [], ["U0ALICE"]),
            (THEO, GIVE_UP, ["U0MAX"], ["U0ALICE"]),
            (ALICE, WITHDRAW, ["U0MAX"], []),  # Whoever withdraws it has no solution to judge.
        ],
    )
    def test_tells_both_sides_asks_the_filer_and_leaves_the_rest_to_managers(
        self, case: Case, who: Person, how: dict[str, Any], managers: list[str], filer: list[str]
    ) -> None:
        case.do(propose_solution, THEO, text="Restart")
        case.do(close_incident, who, **how)
        assert [(kind, channel) for kind, channel, _, _ in case.posted(*CLOSED)] == [
            ("closed_to_customer", "C0ACME"),
            ("closed_to_triage", "C0TRIAGE"),
        ]
        assert [one.channel for one in case.messages("verdict_wanted")] == managers
        assert [one.channel for one in case.messages("survey_wanted")] == filer

    def test_ends_the_clock(self, case: Case) -> None:
        assert {state for _, _, state, _ in case.posted(*REMINDERS)} == {"pending"}
        case.do(close_incident, ALICE, **WITHDRAW)
        ended = case.messages(*REMINDERS)
        assert {(one.state, one.ended_because) for one in ended} == {("cancelled", "closed")}

    def test_by_a_technician_is_the_initial_response_where_there_was_none(self, case: Case) -> None:
        case.do(close_incident, THEO, **GIVE_UP)
        assert (case.incident.acknowledged_by, case.incident.acknowledged_at) == ("U0THEO", case.now)

    def test_by_the_customer_is_no_answer(self, case: Case) -> None:
        case.do(close_incident, ALICE, **WITHDRAW)
        assert case.incident.acknowledged_by is None
        assert case.messages("survey_wanted") == []  # Nobody has answered anything.


class TestRefusals:
    """Closing is refused to people who may not, with something missing, or too late."""

    def test_solved_needs_a_solution(self, case: Case) -> None:
        refusal = case.refused(close_incident, THEO, **SOLVE)
        assert isinstance(refusal, NoSolution)
        assert refusal.field == "outcome"

    @pytest.mark.parametrize(
        ("who", "how", "refusal"),
        [
            (ALICE, SOLVE, NotYours),
            (ALICE, GIVE_UP, NotYours),
            (THEO, WITHDRAW, NotYours),
            (MAX, GIVE_UP, NotYours),  # A manager may know of it, but is no technician.
            (EVE, WITHDRAW, NoSuchIncident),
        ],
    )
    def test_is_for_its_own_side(self, case: Case, who: Person, how: dict[str, Any], refusal: type[Exception]) -> None:
        assert type(case.refused(close_incident, who, **how)) is refusal

    @pytest.mark.parametrize(("who", "how"), [(THEO, SOLVE), (THEO, GIVE_UP), (ALICE, WITHDRAW)])
    def test_happens_once(self, case: Case, who: Person, how: dict[str, Any]) -> None:
        case.do(propose_solution, THEO, text="Restart")
        case.do(close_incident, THEO, **SOLVE)
        assert isinstance(case.refused(close_incident, who, **how), NotNow)
        assert case.incident.outcome == "solved"

    def test_of_two_at_once_one_ends_it(self, case: Case) -> None:
        case.do(propose_solution, THEO, text="Restart")
        both = [lambda: case.do(close_incident, THEO, **SOLVE), lambda: case.do(close_incident, ALICE, **WITHDRAW)]
        assert case.at_once(both) == ["", "NotNow"]
        assert len(case.events("close_incident")) == 1
        assert len(case.messages(*CLOSED)) == 2
