"""How a deadline came about, told date by date; and how much time is left."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from bot.rules.deadlines import deadline_of, explain, reminders_of
from bot.rules.terms import CalendarTerms, Terms

H = timedelta(hours=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [("09:00", "18:00")] for day in WEEK[:5]}
DAY_AND_NIGHT = {day: [("00:00", "24:00")] for day in WEEK}
NIGHTS = {day: [("00:00", "06:00"), ("22:00", "24:00")] for day in WEEK}


def terms(
    weekly: dict[str, list[tuple[str, str]]],
    target: timedelta,
    *,
    zone: str = "Europe/Paris",
    holidays: tuple[date, ...] = (),
    clock: Literal["always", "business"] = "business",
) -> Terms:
    """Return terms with these hours and this target."""
    return Terms(
        severity="C", target=target, clock=clock, cover="business", warn_at=[], escalate_every=H, escalate_limit=0,
        calendar=CalendarTerms(timezone=zone, weekly=weekly, holidays=list(holidays)),
    )  # fmt: skip


def at(text: str, zone: str = "Europe/Paris") -> datetime:
    """Return the instant of this wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def told(frozen: Terms, filed_at: datetime) -> list[str]:
    """Return the steps as "why date from-to hours"."""
    return [
        f"{step.why} {step.start:%d}" + (f" {step.start:%H}-{step.end:%H} {step.counted / H:g}" if step.counted else "")
        for step in explain(frozen, filed_at)
    ]


class TestExplain:
    """Every step lies within one local date, and what is told adds up."""

    @pytest.mark.parametrize(
        ("weekly", "target", "filed_at", "steps"),
        [
            # Monday is 23 November 2026.
            (OFFICE, 4 * H, "2026-11-23T09:00", ["open 23 09-13 4"]),
            (OFFICE, 4 * H, "2026-11-23T16:00", ["open 23 16-18 2", "open 24 09-11 2"]),
            (OFFICE, 4 * H, "2026-11-23T08:00", ["open 23 09-13 4"]),
            # After closing, the date of filing was open: to call it closed would be wrong.
            (OFFICE, 4 * H, "2026-11-23T18:00", ["open 24 09-13 4"]),
            (OFFICE, 4 * H, "2026-11-23T20:30", ["open 24 09-13 4"]),
            (OFFICE, 4 * H, "2026-11-27T20:30", ["closed 28", "closed 29", "open 30 09-13 4"]),
            # A date that does not open at all is told, also when it is that of filing.
            (OFFICE, 4 * H, "2026-11-28T20:30", ["closed 28", "closed 29", "open 30 09-13 4"]),
            (DAY_AND_NIGHT, 24 * H, "2026-11-23T14:00", ["open 23 14-00 10", "open 24 00-14 14"]),
            (DAY_AND_NIGHT, 10 * H, "2026-11-23T14:00", ["open 23 14-00 10"]),  # due at midnight
            (NIGHTS, 9 * H, "2026-11-23T20:00", ["open 23 22-00 2", "open 24 00-06 6", "open 24 22-23 1"]),
            (NIGHTS, 3 * H, "2026-11-23T12:00", ["open 23 22-00 2", "open 24 00-01 1"]),
        ],
    )
    def test_tells_each_date(
        self, weekly: dict[str, list[tuple[str, str]]], target: timedelta, filed_at: str, steps: list[str]
    ) -> None:
        assert told(terms(weekly, target), at(filed_at)) == steps

    def test_names_a_holiday_on_the_date_of_filing_and_between(self) -> None:
        closed = (date(2026, 11, 23), date(2026, 11, 25))
        frozen = terms(OFFICE, 12 * H, holidays=closed)
        steps = ["holiday 23", "open 24 09-18 9", "holiday 25", "open 26 09-12 3"]
        assert told(frozen, at("2026-11-23T20:30")) == steps

    @pytest.mark.parametrize(
        ("zone", "filed_at", "steps"),
        [
            ("Europe/Paris", "2026-03-28T12:00", ["open 28 12-00 12", "open 29 00-00 23", "open 30 00-13 13"]),
            ("Europe/Paris", "2026-10-24T12:00", ["open 24 12-00 12", "open 25 00-00 25", "open 26 00-11 11"]),
            # On 29 March 2026 Beirut's clocks go from 24:00 to 1:00: that date has no midnight.
            ("Asia/Beirut", "2026-03-28T12:00", ["open 28 12-01 12", "open 29 01-00 23", "open 30 00-13 13"]),
            # On 25 October 2026 they go from 24:00 back to 23:00 of the day before.
            ("Asia/Beirut", "2026-10-24T12:00", ["open 24 12-00 13", "open 25 00-00 24", "open 26 00-11 11"]),
            # On 3 November 2024 Havana's clocks went from 1:00 back to 0:00: that date has two midnights.
            ("America/Havana", "2024-11-02T12:00", ["open 02 12-00 12", "open 03 00-00 25", "open 04 00-11 11"]),
        ],
    )
    def test_cuts_at_midnight_when_clocks_change(self, zone: str, filed_at: str, steps: list[str]) -> None:
        assert told(terms(DAY_AND_NIGHT, 48 * H, zone=zone), at(filed_at, zone)) == steps

    def test_counts_down_to_the_deadline(self) -> None:
        frozen, filed_at = terms(NIGHTS, 30 * H), at("2026-11-23T20:30")
        steps = explain(frozen, filed_at)
        assert sum((step.counted for step in steps), timedelta()) == 30 * H
        assert steps[-1].left == timedelta()
        assert steps[-1].end == deadline_of(frozen, filed_at)

    def test_has_nothing_to_tell_of_a_clock_that_always_runs(self) -> None:
        assert explain(terms(OFFICE, 2 * H, clock="always"), at("2026-11-23T20:30")) == []


class TestLeft:
    """The time left is counted on the clock of the promise: business hours or all hours."""

    @pytest.mark.parametrize(
        ("clock", "left"),
        [
            ("business", 2 * H),  # Monday, 9:00 to 11:00
            ("always", 65 * H),  # 6 + 24 + 24 + 11
        ],
    )
    def test_over_a_weekend(self, clock: Literal["always", "business"], left: timedelta) -> None:
        deadline = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
        assert terms(OFFICE, 4 * H, clock=clock).left(at("2026-11-27T18:00"), deadline) == left


class TestReminders:
    """Warnings, the breach and escalations, in the order in which they are due."""

    def test_are_due_in_counted_time_and_the_last_warning_is_shown_in_the_channel(self) -> None:
        """4 h from 16:00: 50 % at 18:00, 75 % at 10:00 and 90 % at 10:36 the next day, the breach at 11:00."""
        changed = {"warn_at": [0.9, 0.5, 0.75], "escalate_limit": 2}
        frozen = terms(OFFICE, 4 * H).model_copy(update=changed)
        found = reminders_of(frozen, at("2026-11-23T16:00"))
        assert [(one.name, f"{one.due_at.astimezone(ZoneInfo('Europe/Paris')):%d %H:%M}") for one in found] == [
            ("warning 50", "23 18:00"),
            ("warning 75", "24 10:00"),
            ("warning 90", "24 10:36"),
            ("breach", "24 11:00"),
            ("escalation 1", "24 12:00"),
            ("escalation 2", "24 13:00"),
        ]
        assert [one.is_broadcast for one in found] == [False, False, True, True, True, True]
        assert [dict(one.parameters) for one in found] == [
            {"share": "50"}, {"share": "75"}, {"share": "90"}, {}, {"step": "1"}, {"step": "2"}
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("limit", "then_every", "due"),
        [
            (0, None, []),
            (2, None, [1, 2]),
            (2, 3 * H, [1, 2, 5]),  # The first of those that never end: 2 + 3
            (0, 3 * H, [3]),
        ],
    )
    def test_end_or_go_on_after_the_last_escalation(
        self, limit: int, then_every: timedelta | None, due: list[int]
    ) -> None:
        goes_on = {} if then_every is None else {"C": then_every}
        frozen = terms(OFFICE, H, clock="always").model_copy(update={"escalate_limit": limit, "then_every": goes_on})
        filed_at = at("2026-11-23T09:00")
        found = [one for one in reminders_of(frozen, filed_at) if one.kind == "escalation"]
        assert [one.due_at - filed_at - H for one in found] == [hours * H for hours in due]
