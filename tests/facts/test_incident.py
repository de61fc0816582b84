"""What people read of an incident names the deadline that counts, and the margin on the clock of the promise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.facts.incident import IncidentFacts
from bot.facts.terms_period import TermsPeriodFacts
from bot.rules.terms import CalendarTerms, Terms
from tests.fixtures import MONDAY_NINE

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NINE_TO_SIX = CalendarTerms(timezone="Europe/Paris", weekly={"mon": [("09:00", "18:00")]}, holidays=[])
B = Terms(
    severity="B", target=4 * HOUR, clock="business", cover="business", calendar=NINE_TO_SIX, warn_at=[0.5],
    escalate_every=HOUR, escalate_limit=3, call={"A": "here", "B": "channel"},
)  # fmt: skip
A = B.model_copy(update={"severity": "A", "target": 2 * HOUR, "clock": "always"})
PERIODS = [
    TermsPeriodFacts(terms, MONDAY_NINE + terms.target, MONDAY_NINE, "U0ALICE", "") for terms in (A, B)
]  # fmt: skip
OPEN = IncidentFacts(
    number=1, title="", description="", product=None, severity="B", cover="business", contacts="", status="open",
    opened_by="U0ALICE", opened_in="C0ACME", opened_at=MONDAY_NINE, terms=B, promised_at=MONDAY_NINE + 4 * HOUR,
    acknowledged_by=None, acknowledged_how=None, margin=None, terms_periods=PERIODS,
)  # fmt: skip
ANSWERED = replace(OPEN, acknowledged_at=MONDAY_NINE + HOUR, margin=HOUR, answered_for=MONDAY_NINE + 2 * HOUR)


def test_the_deadline_is_the_one_that_was_kept_else_the_present_one() -> None:
    assert (OPEN.deadline, OPEN.deadline_terms) == (MONDAY_NINE + 4 * HOUR, B)
    assert (ANSWERED.deadline, ANSWERED.deadline_terms) == (MONDAY_NINE + 2 * HOUR, A)
    assert replace(OPEN, terms_periods=()).deadline_terms == B


def test_the_margin_is_on_the_clock_of_the_promise() -> None:
    """Answered on Tuesday at 9:00, a day after a deadline on Monday at 13:00: five open hours late, to 18:00."""
    assert OPEN.counted_margin is None
    assert replace(ANSWERED, margin_on_clock=-HOUR).counted_margin == -HOUR
    assert ANSWERED.counted_margin == HOUR
    late = replace(OPEN, acknowledged_at=MONDAY_NINE + 24 * HOUR, margin=-20 * HOUR)
    assert late.counted_margin == -5 * HOUR
    assert replace(late, acknowledged_at=None).counted_margin == -20 * HOUR


@pytest.mark.parametrize(("seconds", "was_answered"), [(-1, False), (0, True), (1, True)])
def test_was_answered_from_the_acknowledgement_on(seconds: int, was_answered: bool) -> None:
    assert ANSWERED.was_answered_by(MONDAY_NINE + HOUR + seconds * SECOND) == was_answered
    assert not OPEN.was_answered_by(MONDAY_NINE + HOUR + seconds * SECOND)


def test_calls_whom_the_contract_says_by_severity() -> None:
    assert [replace(OPEN, severity=one).call for one in ("A", "B", "C")] == ["here", "channel", "nobody"]
