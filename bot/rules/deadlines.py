"""By when must somebody answer, and when do we warn? Source: contract, initial response by severity."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from bot.rules.terms import Terms

ReminderKind = Literal["warning", "breach", "escalation"]


@dataclass(frozen=True)
class Reminder:
    """One thing to be said while nobody has acknowledged."""

    kind: ReminderKind
    slot: str
    """Tells reminders of one kind apart: the share in percent, or the number of the escalation."""
    due_at: datetime
    """The instant it is due."""
    is_broadcast: bool = False
    """Is shown in the channel as well as in the thread."""


@dataclass(frozen=True)
class Step:
    """One line of how a deadline came about: a stretch that was counted, or a day that was not."""

    why: Literal["open", "holiday", "closed"]
    start: datetime
    """Aware, in the calendar's zone."""
    end: datetime
    counted: timedelta = timedelta()
    left: timedelta = timedelta()
    """What of the target is still to be counted after this step."""


def deadline_of(terms: Terms, filed_at: datetime) -> datetime:
    """Return the instant by which the initial response is promised."""
    return terms.after(filed_at, terms.target)


def reminders_of(terms: Terms, filed_at: datetime) -> list[Reminder]:
    """Return every warning, the breach and every escalation, in the order in which they are due."""
    return [*_warnings(terms, filed_at), _breach(terms, filed_at), *_escalations(terms, filed_at)]


def _warnings(terms: Terms, filed_at: datetime) -> list[Reminder]:
    last = max(terms.warn_at, default=None)
    return [
        Reminder(
            "warning",
            f"{share * 100:g}",
            terms.after(filed_at, terms.target * share),
            is_broadcast=share == last,
        )
        for share in sorted(terms.warn_at)
    ]


def _breach(terms: Terms, filed_at: datetime) -> Reminder:
    return Reminder("breach", "", deadline_of(terms, filed_at), is_broadcast=True)


def _escalations(terms: Terms, filed_at: datetime) -> list[Reminder]:
    return [
        Reminder("escalation", str(step), terms.after(filed_at, terms.target + terms.escalate_every * step))
        for step in range(1, terms.escalate_limit + 1)
    ]


def explain(terms: Terms, filed_at: datetime) -> list[Step]:
    """Return the steps from the filing to the deadline, in order; none where the clock runs day and night."""
    if terms.clock == "always":
        return []
    stretches = terms.hours().stretches(filed_at, deadline_of(terms, filed_at))
    steps: list[Step] = []
    left = terms.target
    previous: date | None = None
    for start, end in stretches:
        since = previous or filed_at.astimezone(start.tzinfo).date() - timedelta(days=1)
        steps += _skipped(terms, start, since)
        counted = end.astimezone(UTC) - start.astimezone(UTC)
        left -= counted
        steps.append(Step("open", start, end, counted, left))
        previous = start.date()
    return steps


def _skipped(terms: Terms, until: datetime, since: date) -> list[Step]:
    """Return a step for each whole day between the date `since` and the date of `until`, both left out."""
    days = (until.date() - since).days
    return [_day_off(terms, until - timedelta(days=days - count)) for count in range(1, days)]


def _day_off(terms: Terms, at: datetime) -> Step:
    why: Literal["holiday", "closed"] = "holiday" if at.date() in terms.calendar.holidays else "closed"
    return Step(why, at, at)
