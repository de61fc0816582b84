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
        """Return the calendar's business hours, the same object for equal calendars, so that its table is reused."""
        return _hours(self.model_dump_json())


class Promise(BaseModel):
    """What the contract promises for one severity."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: timedelta
    """Time to the initial response, counted on `clock`."""
    clock: Clock
    updates: UpdatePace | None = None
    """How long the customer may go without an update afterwards; None for no limit."""


Promises = Mapping[SeverityLetter, Promise]


class Terms(BaseModel):
    """Everything a deadline and its reminders follow from; a later edit of the policy changes none of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: SeverityLetter
    target: timedelta
    """Promised time to the initial response, counted on `clock`."""
    clock: Clock
    """Whether to count day and night, or only opening hours."""
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
    """Pace, on `clock`, at which escalations go on after the last one, by severity; without an entry they end."""
    call: dict[SeverityLetter, Call] = {}
    """Whom reminders call if nobody is named, by severity."""
    managers_each: bool = False
    """True if managers are notified of each escalation too; False on incidents filed before this was stored."""
    tell_end_of_support: timedelta = timedelta(days=90)
    """Time before the end of a product's support from which the cards show it."""
    updates: UpdatePace | None = None
    """How long the customer may go without an update after the acknowledgement; None for no limit."""
    update_limit: int = 0
    """Maximum number of reminders to the technician to update the customer."""
    promises: dict[SeverityLetter, Promise] = {}
    """What each severity promised at filing, in case it changes; empty on incidents filed before this was stored."""
    answer_within: timedelta = timedelta(minutes=30)
    """Time that a customer with 24x7 cover who could not be reached has to answer, counted day and night."""

    def promised(self, *, today: Promises) -> Promises:
        """Return what each severity promises to this incident; what was not stored at filing is taken from `today`."""
        own = Promise(target=self.target, clock=self.clock, updates=self.updates)
        return {**today, **self.promises, self.severity: own}

    def with_severity(self, severity: SeverityLetter, *, today: Promises) -> "Terms":
        """Return the same terms with what another severity promises."""
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
        """Return the pace at which escalations go on after the last one; None if they end."""
        return self.then_every.get(self.severity)

    def left(self, now: datetime, deadline: datetime) -> timedelta:
        """Return how much time passes on this clock from `now` to `deadline`; negative if the deadline has passed."""
        if self.clock == "always":
            return deadline - now
        return self.hours().between(now, deadline)

    def update_due(self, start: datetime) -> datetime | None:
        """Return when an update is due if the customer last had one at `start`; None if updates are off."""
        if self.updates is None:
            return None
        return self.updates.after(start, self.hours(), around_the_clock=self.cover == "24x7")

    def speaks_at(self, at: datetime) -> datetime:
        """Return this instant if updates are asked for then, else the next opening: at night only with 24x7 cover."""
        is_day_and_night = self.cover == "24x7" and not (self.updates and self.updates.business_days)
        return at.astimezone(UTC) if is_day_and_night else next_open(at, self.hours())

    def hours(self) -> BusinessHours:
        """Return the business hours of the calendar."""
        return self.calendar.hours()


@lru_cache(maxsize=256)
def _hours(calendar: str) -> BusinessHours:
    terms = CalendarTerms.model_validate_json(calendar)
    return BusinessHours(timezone=terms.timezone, weekly=terms.weekly, holidays=set(terms.holidays))
