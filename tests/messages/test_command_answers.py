"""What only the asker sees."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.facts.incident import IncidentFacts
from bot.messages.command_answers import explanation
from bot.policy import Policy, Severity
from bot.policy_calendar import Calendar
from bot.rules.deadlines import deadline_of
from bot.texts.catalogue import Words

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def opening(policy: Policy, weekly: dict[str, list[tuple[str, str]]], target: timedelta) -> Policy:
    """Return a policy with these hours in Paris, without holidays, that promises C within the target."""
    calendar = Calendar.model_construct(**dict(policy.calendar["default"]) | {"weekly": weekly})
    promise = Severity.model_construct(target=target, clock="business")
    return policy.model_copy(update={"calendar": {"default": calendar}, "severity": {"C": promise}})


def explained(policy: Policy, severity: str, filed: str) -> list[str]:
    """Return the lines that explain the deadline of an incident filed at this wall clock of Paris."""
    opened_at = datetime.fromisoformat(filed).replace(tzinfo=ZoneInfo("Europe/Paris"))
    terms = policy.terms(severity=severity, cover="business", filed_at=opened_at)  # type: ignore[arg-type]
    facts = IncidentFacts(
        number=42, title="t", description="d", product=None, severity=severity, cover="business", contacts="",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=opened_at, terms=terms,
        promised_at=deadline_of(terms, opened_at), acknowledged_by=None, acknowledged_how=None, margin=None,
    )  # fmt: skip
    said = explanation(facts, words=Words("en", "America/New_York"), now=opened_at)
    return str(said.blocks[1]["text"]["text"]).split("\n")


class TestExplanation:
    """The deadline is explained line by line, in the calendar's own zone for every reader."""

    def test_counts_stretches_and_names_what_was_closed(self, policy: Policy) -> None:
        assert explained(policy, "C", "2026-12-24 14:00") == [
            "Filed Thu 24 Dec 2026, 14:00 CET. Severity C promises an initial response within 8 business hours.",
            "Counted in the business hours of the calendar, time zone Europe/Paris.",
            "• Thu 24 Dec 2026, 14:00 to 18:00: 4 h counted, 4 h left",
            "• Fri 25 Dec 2026: closed, public holiday",
            "• Sat 26 Dec 2026: closed",
            "• Sun 27 Dec 2026: closed",
            "• Mon 28 Dec 2026, 09:00 to 13:00: 4 h counted, and the time is up",
            "*Deadline: Mon 28 Dec 2026, 13:00 CET*",
        ]

    @pytest.mark.parametrize("filed", ["2026-12-25 10:00", "2026-12-26 10:00"])
    def test_begins_with_the_day_of_filing_even_if_it_is_closed(self, policy: Policy, filed: str) -> None:
        assert explained(policy, "B", filed)[2].endswith(("closed, public holiday", "closed"))

    def test_cuts_a_calendar_that_never_closes_at_midnight(self, policy: Policy) -> None:
        days = {day: [("00:00", "24:00")] for day in WEEK}
        assert explained(opening(policy, days, timedelta(hours=72)), "C", "2026-11-23 14:00")[2:] == [
            "• Mon 23 Nov 2026, 14:00 to 24:00: 10 h counted, 62 h left",
            "• Tue 24 Nov 2026, 00:00 to 24:00: 24 h counted, 38 h left",
            "• Wed 25 Nov 2026, 00:00 to 24:00: 24 h counted, 14 h left",
            "• Thu 26 Nov 2026, 00:00 to 14:00: 14 h counted, and the time is up",
            "*Deadline: Thu 26 Nov 2026, 14:00 CET*",
        ]

    def test_gives_each_night_to_both_its_dates(self, policy: Policy) -> None:
        nights = {"mon": [("22:00", "06:00")], "wed": [("22:00", "06:00")]}
        assert explained(opening(policy, nights, timedelta(hours=9)), "C", "2026-11-23 20:30")[2:] == [
            "• Mon 23 Nov 2026, 22:00 to 24:00: 2 h counted, 7 h left",
            "• Tue 24 Nov 2026, 00:00 to 06:00: 6 h counted, 1 h left",
            "• Wed 25 Nov 2026, 22:00 to 23:00: 1 h counted, and the time is up",
            "*Deadline: Wed 25 Nov 2026, 23:00 CET*",
        ]

    @pytest.mark.parametrize("filed", ["2026-11-23 18:00", "2026-11-23 20:30"])
    def test_does_not_call_the_day_of_filing_closed_when_it_had_opened(self, policy: Policy, filed: str) -> None:
        assert explained(policy, "B", filed)[2:] == [
            "• Tue 24 Nov 2026, 09:00 to 13:00: 4 h counted, and the time is up",
            "*Deadline: Tue 24 Nov 2026, 13:00 CET*",
        ]

    def test_tells_open_time_in_hours(self, policy: Policy) -> None:
        """72 open hours of nine a day are eight days."""
        lines = explained(
            opening(policy, policy.calendar["default"].weekly, timedelta(hours=72)), "C", "2026-11-23 09:00"
        )
        assert lines[0].endswith("within 72 business hours.")
        assert lines[2].endswith("9 h counted, 63 h left")

    def test_of_a_clock_that_always_runs_is_short(self, policy: Policy) -> None:
        assert explained(policy, "A", "2026-12-24 23:00")[1:] == [
            "The clock runs day and night.",
            "*Deadline: Fri 25 Dec 2026, 01:00 CET*",
        ]
