"""What was promised? The contract as it stood when an incident was filed, frozen on the incident."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.rules.business_hours import BusinessHours
from bot.rules.update_pace import UpdatePace, next_open
from models.vocabulary import Call, Cover, SeverityLetter

Clock = Literal["always", "business"]


class CalendarTerms(BaseModel):
    """Opening hours, holidays and zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str
    weekly: dict[str, list[tuple[str, str]]]
    """Weekday ("mon") to its opening stretches, "HH:MM" to "HH:MM" up to "24:00", none over midnight."""
    holidays: list[date]
    """Local dates that are closed, sorted."""

    def hours(self) -> BusinessHours:
        """Return the calendar's engine; the same one for the same calendar, so that it stays warm."""
        return _hours(self.model_dump_json())


class Promise(BaseModel):
    """What one severity promises."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: timedelta
    """Time to the initial response, counted on `clock`."""
    clock: Clock
    updates: UpdatePace | None = None
    """How long the customer may hear nothing afterwards; None for as long as it takes."""


Promises = Mapping[SeverityLetter, Promise]


class Terms(BaseModel):
    """Everything a deadline and its reminders follow from; a later edit of the policy changes none of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: SeverityLetter
    target: timedelta
    """Promised time to the initial response, counted on `clock`."""
    clock: Clock
    """Count day and night, or the calendar's opening hours."""
    cover: Cover
    """When the incident is worked on; the promised response does not depend on it."""
    calendar: CalendarTerms
    warn_at: list[float]
    """Shares of the target after which a warning is due."""
    escalate_every: timedelta
    """Step, on `clock`, of the escalations after a breach."""
    escalate_limit: int
    """Maximum number of escalations."""
    then_every: dict[SeverityLetter, timedelta] = {}
    """Pace at which it goes on after the last escalation, on `clock`, by severity; one that is missing ends there."""
    call: dict[SeverityLetter, Call] = {}
    """Whom reminders call where nobody is named, by severity."""
    managers_each: bool = False
    """True if managers are notified of each escalation too; False on incidents that were filed before this was kept."""
    tell_end_of_support: timedelta = timedelta(days=90)
    """Time before the end of a product's support from which it stands on the cards."""
    updates: UpdatePace | None = None
    """How long the customer may hear nothing after the acknowledgement; None for as long as it takes."""
    update_limit: int = 0
    """Maximum number of reminders of that to the technician."""
    promises: dict[SeverityLetter, Promise] = {}
    """What each severity promised at filing, for when it changes; empty on incidents of before this was kept."""
    answer_within: timedelta = timedelta(minutes=30)
    """Time that whoever has 24x7 cover and could not be reached has to answer, day and night."""

    def promised(self, *, today: Promises) -> Promises:
        """Return what each severity promises to this incident; what was not kept at filing is taken from today's."""
        own = Promise(target=self.target, clock=self.clock, updates=self.updates)
        return {**today, **self.promises, self.severity: own}

    def with_severity(self, severity: SeverityLetter, *, today: Promises) -> "Terms":
        """Return the same contract with what another severity promises."""
        promises = self.promised(today=today)
        changed = {"severity": severity, "promises": dict(promises), **dict(promises[severity])}
        return self.model_copy(update=changed)

    def after(self, start: datetime, counted: timedelta) -> datetime:
        """Return the earliest instant by which `counted` time has passed on this clock since `start`."""
        if self.clock == "always":
            return start.astimezone(UTC) + counted
        return self.hours().add(start, counted)

    @property
    def goes_on_every(self) -> timedelta | None:
        """Return the pace at which it goes on after the last escalation; None where that is the end."""
        return self.then_every.get(self.severity)

    def left(self, now: datetime, deadline: datetime) -> timedelta:
        """Return how much time passes on this clock from `now` to `deadline`."""
        if self.clock == "always":
            return deadline - now
        return self.hours().between(now, deadline)

    def update_due(self, start: datetime) -> datetime | None:
        """Return when the customer has heard nothing for too long, if they last heard something at `start`."""
        if self.updates is None:
            return None
        return self.updates.after(start, self.hours(), around_the_clock=self.cover == "24x7")

    def speaks_at(self, at: datetime) -> datetime:
        """Return this instant if updates are asked for then, else the next opening: only 24x7 cover knows no night."""
        is_day_and_night = self.cover == "24x7" and not (self.updates and self.updates.business_days)
        return at.astimezone(UTC) if is_day_and_night else next_open(at, self.hours())

    def hours(self) -> BusinessHours:
        """Return the engine of the calendar."""
        return self.calendar.hours()


@lru_cache(maxsize=256)
def _hours(calendar: str) -> BusinessHours:
    terms = CalendarTerms.model_validate_json(calendar)
    return BusinessHours(timezone=terms.timezone, weekly=terms.weekly, holidays=set(terms.holidays))
