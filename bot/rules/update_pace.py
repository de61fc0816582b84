"""How long may a customer go without an update ("4h", "2 business days" or "off"), and when is that time over?"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.rules.business_hours import BusinessHours
from bot.rules.durations import parse_duration
from models.vocabulary import SeverityLetter

MOST_DAYS = 30
"""Maximum days without an update to the customer: nobody would call a longer silence support, and holidays are known
for only three years."""
_BUSINESS_DAYS = re.compile(r"(\d{1,3}) business days?")


class UpdatePace(BaseModel):
    """Time for which the customer may go without an update: either counted time, or business days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counted: timedelta | None = None
    """Time counted while the incident is worked on: day and night with 24x7 cover, else in opening hours."""
    business_days: int | None = None
    """Number of days with opening hours in the calendar, whatever the cover."""

    def after(self, start: datetime, hours: BusinessHours, *, around_the_clock: bool) -> datetime:
        """Return the instant at which the time is over; unless counted around the clock, it lies in opening hours."""
        if self.business_days is not None:
            return business_days_after(start, self.business_days, hours)
        counted = self.counted or timedelta()
        if around_the_clock:
            return start.astimezone(UTC) + counted
        return next_open(hours.add(start, counted), hours)


def read_pace(text: object) -> UpdatePace | None:
    """Return the pace given in a policy, None for "off"; raise ValueError for anything else."""
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
"""How long a reminder can be snoozed."""


def snoozed_until(now: datetime, length: Snooze, hours: BusinessHours) -> datetime:
    """Return the end of a snooze: in an hour, at the opening of the next business day, or in two business days."""
    if length == "hour":
        return now + timedelta(hours=1)
    return next_business_day(now, hours) if length == "next_day" else business_days_after(now, 2, hours)


PaceSetting = Annotated[UpdatePace | None, BeforeValidator(read_pace)]


class Updates(BaseModel):
    """How long a customer may go without an update after the acknowledgement, by severity; part of the policy."""

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
        """Return the counted time of this severity's pace; zero if it is given in business days or off."""
        pace = self.of(severity)
        return (pace and pace.counted) or timedelta()


def next_open(at: datetime, hours: BusinessHours) -> datetime:
    """Return this instant if the hours are open then, else the next opening."""
    moment = timedelta.resolution
    return hours.add(at, moment).astimezone(UTC) - moment


def next_business_day(now: datetime, hours: BusinessHours) -> datetime:
    """Return the opening on the next day that has opening hours."""
    return next_open(_midnight(now.astimezone(hours.zone).date() + timedelta(days=1), hours), hours)


def business_days_after(start: datetime, days: int, hours: BusinessHours) -> datetime:
    """Return the same time of day that many business days later, or the next opening if the hours are closed then.

    A start outside opening hours is moved to the next opening: Friday 17:00 and two days are Tuesday 17:00, Friday
    20:00 and two days are Wednesday at the opening.
    """
    begin = next_open(start, hours).astimezone(hours.zone)
    day = begin.date()
    for _ in range(days):
        day = next_business_day(_midnight(day, hours), hours).astimezone(hours.zone).date()
    return next_open(datetime.combine(day, begin.time(), tzinfo=hours.zone), hours)


def _midnight(day: date, hours: BusinessHours) -> datetime:
    return datetime.combine(day, time(), tzinfo=hours.zone)
