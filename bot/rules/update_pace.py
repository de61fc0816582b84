"""How long may a customer hear nothing? "4h", "2 business days" or "off", and when that time is over."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.rules.business_hours import BusinessHours
from bot.rules.durations import parse_duration
from models.vocabulary import SeverityLetter

MOST_DAYS = 30
"""Maximum business days without a word to the customer: nobody would call more than that support, and holidays are
known for three years only."""
_BUSINESS_DAYS = re.compile(r"(\d{1,3}) business days?")


class UpdatePace(BaseModel):
    """Time for which the customer may hear nothing: either counted time, or business days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counted: timedelta | None = None
    """Counted as the incident is worked on: day and night with 24x7 cover, else in opening hours."""
    business_days: int | None = None
    """Days of the calendar that have opening hours, whatever the cover."""

    def after(self, start: datetime, hours: BusinessHours, *, around_the_clock: bool) -> datetime:
        """Return the instant at which it is over; one that is not around the clock lies in opening hours."""
        if self.business_days is not None:
            return business_days_after(start, self.business_days, hours)
        counted = self.counted or timedelta()
        if around_the_clock:
            return start.astimezone(UTC) + counted
        return next_open(hours.add(start, counted), hours)


def read_pace(text: object) -> UpdatePace | None:
    """Return the pace that a policy writes, None for "off"; raise ValueError for anything else."""
    if text == "off":
        return None
    days = _BUSINESS_DAYS.fullmatch(str(text))
    try:
        pace = UpdatePace(business_days=int(days[1])) if days else UpdatePace(counted=parse_duration(str(text)))
    except ValueError:
        raise ValueError(f'{text!r} is not a pace; write for instance "4h", "2 business days" or "off"') from None
    length = pace.counted or timedelta(days=pace.business_days or 0)
    if not timedelta() < length <= timedelta(days=MOST_DAYS):
        raise ValueError(f"{text!r} must be more than zero, and at most {MOST_DAYS} days")
    return pace


Snooze = Literal["hour", "next_day", "two_days"]
"""How long a reminder can be put off."""


def snoozed_until(now: datetime, length: Snooze, hours: BusinessHours) -> datetime:
    """Return the end: an hour from now, the opening of the next business day, or two business days from now."""
    if length == "hour":
        return now + timedelta(hours=1)
    return next_business_day(now, hours) if length == "next_day" else business_days_after(now, 2, hours)


PaceSetting = Annotated[UpdatePace | None, BeforeValidator(read_pace)]


class Updates(BaseModel):
    """How long a customer may hear nothing after the acknowledgement, by severity; part of the policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    A: PaceSetting
    B: PaceSetting
    C: PaceSetting
    limit: int = Field(ge=1, le=20)
    """Maximum number of reminders to the technician."""

    def of(self, severity: SeverityLetter) -> UpdatePace | None:
        """Return the pace of this severity; None if it is off."""
        return {"A": self.A, "B": self.B, "C": self.C}[severity]

    def counted(self, severity: SeverityLetter) -> timedelta:
        """Return what is counted in opening hours; nothing where days are, or nothing is."""
        pace = self.of(severity)
        return (pace and pace.counted) or timedelta()


def next_open(at: datetime, hours: BusinessHours) -> datetime:
    """Return this instant if it is open, else when it opens next."""
    moment = timedelta.resolution
    return hours.add(at, moment).astimezone(UTC) - moment


def next_business_day(now: datetime, hours: BusinessHours) -> datetime:
    """Return when it opens on the next day that has opening hours."""
    return next_open(_midnight(now.astimezone(hours.zone).date() + timedelta(days=1), hours), hours)


def business_days_after(start: datetime, days: int, hours: BusinessHours) -> datetime:
    """Return the same time of day that many business days later, or the next opening if it is closed then.

    What begins outside opening hours begins when it opens next: Friday 17:00 and two days are Tuesday 17:00, Friday
    20:00 and two days are Wednesday at the opening.
    """
    begin = next_open(start, hours).astimezone(hours.zone)
    day = begin.date()
    for _ in range(days):
        day = next_business_day(_midnight(day, hours), hours).astimezone(hours.zone).date()
    return next_open(datetime.combine(day, begin.time(), tzinfo=hours.zone), hours)


def _midnight(day: date, hours: BusinessHours) -> datetime:
    return datetime.combine(day, time(), tzinfo=hours.zone)
