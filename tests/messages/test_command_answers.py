"""What only the asker sees."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.messages.command_answers import explanation
from bot.policy import Policy
from bot.queries.incidents import IncidentFacts
from bot.rules.deadlines import deadline_of
from bot.texts.catalogue import Words


def explained(policy: Policy, severity: str, filed: str) -> list[str]:
    """Return the lines that explain the deadline of an incident filed at this wall clock of Paris."""
    opened_at = datetime.fromisoformat(filed).replace(tzinfo=ZoneInfo("Europe/Paris"))
    terms = policy.terms(severity=severity, cover="business", filed_at=opened_at)  # type: ignore[arg-type]
    facts = IncidentFacts(
        number=42, title="t", description="d", product=None, severity=severity, cover="business", contacts="",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=opened_at, terms=terms,
        deadline_at=deadline_of(terms, opened_at), acknowledged_by=None, acknowledged_how=None, margin=None,
    )  # fmt: skip
    said = explanation(facts, words=Words("en", "America/New_York"), now=opened_at)
    return str(said.blocks[1]["text"]["text"]).split("\n")


class TestExplanation:
    """The deadline is explained line by line, in the calendar's own zone for every reader."""

    def test_counts_stretches_and_names_what_was_closed(self, policy: Policy) -> None:
        assert explained(policy, "C", "2026-12-24 14:00") == [
            "Filed Thu 24 Dec 2026, 14:00 CET. Severity C promises a first answer within 8 h of business hours.",
            "Counted in the opening hours of the calendar, zone Europe/Paris.",
            "• Thu 24 Dec 2026, 14:00 to 18:00: 4 h counted, 4 h left",
            "• Fri 25 Dec 2026: closed, public holiday",
            "• Sat 26 Dec 2026: closed",
            "• Sun 27 Dec 2026: closed",
            "• Mon 28 Dec 2026, 09:00 to 13:00: 4 h counted, 0 s left",
            "*Deadline: Mon 28 Dec 2026, 13:00 CET*",
        ]

    @pytest.mark.parametrize("filed", ["2026-12-25 10:00", "2026-12-26 10:00"])
    def test_begins_with_the_day_of_filing_even_if_it_is_closed(self, policy: Policy, filed: str) -> None:
        assert explained(policy, "B", filed)[2].endswith(("closed, public holiday", "closed"))

    def test_of_a_clock_that_always_runs_is_short(self, policy: Policy) -> None:
        assert explained(policy, "A", "2026-12-24 23:00")[1:] == [
            "The clock runs day and night.",
            "*Deadline: Fri 25 Dec 2026, 01:00 CET*",
        ]
