"""By when must somebody answer, and when do we warn? Source: contract, initial response by severity."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from bot.rules.business_hours import NeverOpen
from bot.rules.terms import Terms
from bot.rules.update_pace import next_open
from models.vocabulary import SeverityLetter

ReminderKind = Literal["warning", "breach", "escalation"]


@dataclass(frozen=True)
class Reminder:
    """One message to be posted while nobody has acknowledged."""

    kind: ReminderKind
    dedup_key: str
    """Tells reminders of one kind apart: the share in percent, or the number of the escalation."""
    due_at: datetime
    """When the reminder is due."""
    is_broadcast: bool = False
    """True if it is shown in the channel as well as in the thread."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Variables of its text: the "share" of the target in percent, or the "step" of the escalation."""

    @property
    def name(self) -> str:
        """Return "warning 90", "breach" or "escalation 3"."""
        return f"{self.kind} {self.dedup_key}".strip()


@dataclass(frozen=True)
class Step:
    """One line of the explanation of a deadline: a stretch that was counted, or a day that was not."""

    why: Literal["open", "holiday", "closed"]
    start: datetime
    """Aware, in the calendar's zone."""
    end: datetime
    counted: timedelta = timedelta()
    left: timedelta = timedelta()
    """Rest of the target that is still to be counted after this step."""


def deadline_of(terms: Terms, filed_at: datetime) -> datetime:
    """Return the instant by which the initial response is promised."""
    return terms.after(filed_at, terms.target)


def deadlines_by_severity(terms: Terms, filed_at: datetime) -> Mapping[SeverityLetter, datetime]:
    """Return the deadline that each severity would have."""
    letters = sorted({*terms.promises, terms.severity})
    return {one: deadline_of(terms.with_severity(one, today={}), filed_at) for one in letters}


def opens_next(terms: Terms, now: datetime) -> datetime | None:
    """Return when opening hours begin again; None if they are open now, or never begin again."""
    hours = terms.hours()
    try:
        return None if hours.is_open(now) else next_open(now, hours)
    except NeverOpen:
        return None


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
            parameters={"share": f"{share * 100:g}"},
        )
        for share in sorted(terms.warn_at)
    ]


def _breach(terms: Terms, filed_at: datetime) -> Reminder:
    return Reminder("breach", "", deadline_of(terms, filed_at), is_broadcast=True)


def _escalations(terms: Terms, filed_at: datetime) -> list[Reminder]:
    return [
        Reminder(
            "escalation",
            str(step),
            terms.after(filed_at, terms.target + length),
            is_broadcast=True,
            parameters={"step": str(step)},
        )
        for step, length in enumerate(_lengths(terms), start=1)
    ]


def _lengths(terms: Terms) -> list[timedelta]:
    """Return how long after the deadline each escalation is due, with the first of those at the slower pace, if any."""
    lengths = [terms.escalate_every * step for step in range(1, terms.escalate_limit + 1)]
    last = lengths[-1] if lengths else timedelta()
    return lengths if terms.goes_on_every is None else [*lengths, last + terms.goes_on_every]


def explain(terms: Terms, filed_at: datetime) -> list[Step]:
    """Return the steps from the filing to the deadline, in order, each within one local date; none for "always"."""
    if terms.clock == "always":
        return []
    steps: list[Step] = []
    left = terms.target
    untold = _first_told(terms, filed_at)
    for start, end in _by_date(terms.hours().stretches(filed_at, deadline_of(terms, filed_at))):
        steps += [_day_off(terms, untold + timedelta(days)) for days in range((start.date() - untold).days)]
        counted = end.astimezone(UTC) - start.astimezone(UTC)
        left -= counted
        steps.append(Step("open", start, end, counted, left))
        untold = start.date() + timedelta(days=1)
    return steps


def _first_told(terms: Terms, filed_at: datetime) -> date:
    """Return the first date that gets a line even if nothing counts: not that of filing if it had opened by then."""
    zone = terms.hours().zone
    day = filed_at.astimezone(zone).date()
    was_open = terms.hours().stretches(_midnight(day, zone), filed_at)
    return day + timedelta(days=1) if was_open else day


def _by_date(stretches: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Cut stretches at each local midnight."""
    for opening, closing in stretches:
        start, zone = opening, opening.tzinfo
        # Datetimes in the same zone are compared by their wall clocks, which a clock change sets back; hence UTC.
        while (midnight := _midnight(start.date() + timedelta(days=1), zone).astimezone(UTC)) < closing.astimezone(UTC):
            yield start, midnight.astimezone(zone)
            start = midnight.astimezone(zone)
        yield start, closing


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _day_off(terms: Terms, day: date) -> Step:
    why: Literal["holiday", "closed"] = "holiday" if day in terms.calendar.holidays else "closed"
    at = _midnight(day, terms.hours().zone)
    return Step(why, at, at)
