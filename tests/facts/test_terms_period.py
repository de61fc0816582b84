"""The deadline that an acknowledgement was measured against is found by its margin, the latest promise first."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.facts.terms_period import TermsPeriodFacts, deadline_kept
from tests.fixtures import MONDAY_NINE

HOUR = timedelta(hours=1)
TERMS: Any = SimpleNamespace()
PERIODS = [TermsPeriodFacts(TERMS, MONDAY_NINE + hours * HOUR, MONDAY_NINE, "U0ALICE", "") for hours in (4, 2, 8)]


@pytest.mark.parametrize(
    ("margin_s", "hours"),
    [
        (3 * 3600, 4),  # Answered after an hour: 4 - 1, 2 - 1 and 8 - 1 hours were left.
        (1 * 3600, 2),
        (7 * 3600, 8),
        (7 * 3600 - 1, None),
        (0, None),
    ],
)
def test_a_deadline_is_known_by_the_margin(margin_s: int, hours: int | None) -> None:
    found = deadline_kept(PERIODS, answered_at=MONDAY_NINE + HOUR - timedelta(milliseconds=1), margin=margin_s)
    assert found == (None if hours is None else MONDAY_NINE + hours * HOUR)


def test_without_promises_there_is_none() -> None:
    assert deadline_kept([], answered_at=MONDAY_NINE, margin=0) is None
