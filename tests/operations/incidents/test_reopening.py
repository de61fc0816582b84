"""A closed incident can be reopened for some days, with its former status, and its unit keeps its state."""

from datetime import timedelta
from typing import Any

import pytest

from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours, TooLateToReopen
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.verdict import give_verdict
from bot.rules.person import Person
from models.vocabulary import REMINDERS, REOPENED
from tests.case import ALICE, BOB, EVE, MAX, THEO, Case
from tests.paying import entries

WITHIN = timedelta(days=5)
"""The built-in policy's time."""
AGAIN: dict[str, Any] = {"reason": "It is down again."}


def solve(case: Case) -> None:
    case.do(propose_solution, THEO, text="Restart")
    case.do(close_incident, THEO, act="solve", explanation="")


def withdraw(case: Case) -> None:
    case.do(close_incident, ALICE, act="withdraw", explanation="")


def give_up(case: Case) -> None:
    case.do(close_incident, THEO, act="give_up", explanation="No answer.")


def waive(case: Case) -> None:
    give_up(case)
    case.do(give_verdict, MAX, verdict="waived", reason="So")


class TestReopening:
    """An incident goes back to its former status."""

    @pytest.mark.parametrize(
        ("close", "status", "billing"),
        [
            (solve, "acknowledged", "billed"),  # The unit is used; nothing is charged twice.
            (give_up, "acknowledged", "reserved"),  # No verdict is waited for while it is open.
            (withdraw, "open", "reserved"),  # Nobody had answered.
            (waive, "acknowledged", "waived"),
        ],
    )
    @pytest.mark.parametrize("who", [ALICE, BOB, THEO], ids=lambda one: one.name)
    def test_puts_it_where_it_was(self, case: Case, who: Person, close: Any, status: str, billing: str) -> None:
        close(case)
        before, ledger = case.incident, entries(case.database, case.pack)
        case.do(reopen_incident, who, **AGAIN)
        found = case.incident
        assert (found.status, found.billing) == (status, billing)
        assert (found.outcome, found.closed_at, found.closed_by, found.explanation) == (None, None, None, "")
        assert (found.deadline_at, found.acknowledged_at) == (before.deadline_at, before.acknowledged_at)
        assert entries(case.database, case.pack) == ledger
        (event,) = case.events("reopen_incident")
        assert event.before == {"status": "closed", "outcome": before.outcome, "billing": before.billing}
        assert event.after == {"status": status, "billing": billing, "reason": "It is down again."}

    def test_tells_both_sides(self, case: Case) -> None:
        solve(case)
        case.do(reopen_incident, ALICE, **AGAIN)
        assert [(one.kind, one.channel) for one in case.messages(*REOPENED)] == [
            ("reopened_to_customer", "C0ACME"),
            ("reopened_to_triage", "C0TRIAGE"),
        ]

    def test_reminds_again_of_what_nobody_has_answered(self, case: Case) -> None:
        due = {(one.kind, one.due_at) for one in case.messages(*REMINDERS)}
        withdraw(case)
        case.do(reopen_incident, ALICE, **AGAIN)
        waiting = {(one.kind, one.due_at) for one in case.messages(*REMINDERS) if one.state == "pending"}
        assert waiting == due

    def test_of_what_was_answered_reminds_nobody(self, case: Case) -> None:
        solve(case)
        case.do(reopen_incident, ALICE, **AGAIN)
        assert {one.state for one in case.messages(*REMINDERS)} == {"cancelled"}

    def test_withdraws_the_question_what_it_costs(self, case: Case) -> None:
        give_up(case)
        case.do(reopen_incident, ALICE, **AGAIN)
        (question,) = case.messages("verdict_wanted")
        assert (question.state, question.ended_because) == ("cancelled", "reopened")


class TestRefusals:
    """Too late, not closed, not theirs, or somebody was quicker."""

    def test_the_last_instant_counts(self, case: Case) -> None:
        solve(case)
        closed = case.now
        case.now = closed + WITHIN - timedelta(minutes=1)  # It is tried a minute later.
        case.do(reopen_incident, ALICE, **AGAIN)
        assert case.incident.status == "acknowledged"

    def test_after_it_a_new_incident_is_due(self, case: Case) -> None:
        solve(case)
        closed = case.now
        case.now = closed + WITHIN - timedelta(seconds=59)
        refusal = case.refused(reopen_incident, ALICE, **AGAIN)
        assert isinstance(refusal, TooLateToReopen)
        assert refusal.facts == {"incident": "INC-1", "until": closed + WITHIN}

    def test_what_is_open_is_not_reopened(self, case: Case) -> None:
        assert isinstance(case.refused(reopen_incident, ALICE, **AGAIN), NotNow)

    @pytest.mark.parametrize(("who", "expected"), [(EVE, NoSuchIncident), (MAX, NotYours)])
    def test_is_for_the_two_sides(self, case: Case, who: Person, expected: type[Exception]) -> None:
        withdraw(case)
        assert type(case.refused(reopen_incident, who, **AGAIN)) is expected

    def test_of_two_at_once_one_reopens(self, case: Case) -> None:
        solve(case)
        both = [lambda who=who: case.do(reopen_incident, who, **AGAIN) for who in (ALICE, THEO)]  # type: ignore[misc]
        assert case.at_once(both) == ["", "NotNow"]
        assert len(case.events("reopen_incident")) == 1
