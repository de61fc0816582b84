"""The calendars of the policy file: opening hours, holidays and zone."""

from datetime import UTC, date, datetime, timedelta

from pydantic import Field, field_validator, model_validator

from bot.policy_tables import Table
from bot.rules.business_hours import BusinessHours, split_at_midnight
from bot.rules.public_holidays import HolidayPlace, read_place, regions_that_differ
from bot.rules.terms import CalendarTerms
from bot.rules.zones import load_zone

YEARS_OF_HOLIDAYS = 3
"""Number of years whose holidays count for a deadline, from the year of filing."""
ORDINARY_YEAR = 2026
"""The year for which a policy is checked, whenever it is read."""


class Holidays(Table):
    """Which dates are closed: a country's public holidays, plus and minus some."""

    country: str | None = None
    subdivision: str | None = None
    extra: list[date] = Field(default_factory=list)
    without: list[date] = Field(default=[], alias="except")

    @model_validator(mode="after")
    def _is_known_place(self) -> "Holidays":
        self.place()
        return self

    def place(self) -> HolidayPlace | None:
        """Return the country or region whose holidays these are, if any; raise ValueError where it is not known."""
        if self.country:
            return read_place(self.country, self.subdivision)
        if self.subdivision and "-" not in self.subdivision:
            raise ValueError("subdivision needs a country")
        return read_place(self.subdivision, None) if self.subdivision else None

    def dates(self, years: range) -> set[date]:
        """Return the closed dates of these years."""
        place = self.place()
        public = place.days(years) if place else set()
        return public.union(day for day in self.extra if day.year in years).difference(self.without)

    def described(self) -> str:
        """Return the days in words: "the public holidays of FR (11 in 2026) and 1 other day"."""
        place = self.place()
        public = [f"the public holidays of {place}{_count(place)}"] if place else []
        others = [_days(len(self.extra), "other")] if self.extra else []
        taken_out = f", except on {_days(len(self.without))}" if self.without else ""
        return (" and ".join([*public, *others]) or "no public holidays") + taken_out


def _count(place: HolidayPlace) -> str:
    """Return how many holidays there are in a year, and which regions have others if none is named."""
    count = f"{len(place.days(range(ORDINARY_YEAR, ORDINARY_YEAR + 1)))} in {ORDINARY_YEAR}"
    others = [] if place.region else regions_that_differ(place.country)
    return f" ({count}; {', '.join(others)} have others: name yours as subdivision)" if others else f" ({count})"


def _days(count: int, kind: str = "") -> str:
    return " ".join(filter(None, [str(count), kind, "day" if count == 1 else "days"]))


class Calendar(Table):
    """Opening hours, holidays and zone."""

    timezone: str
    holidays: Holidays
    weekly: dict[str, list[tuple[str, str]]]

    @field_validator("weekly", mode="before")
    @classmethod
    def _as_pairs(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {day: _stretches(day, stretches) for day, stretches in value.items()}

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        load_zone(value)
        return value

    @field_validator("weekly")
    @classmethod
    def _is_open_sometimes(cls, value: dict[str, list[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
        BusinessHours(timezone="UTC", weekly=split_at_midnight(value))
        if not any(value.values()):
            raise ValueError('the calendar is never open; write for instance mon = ["09:00-18:00"]')
        return value

    def open_time(self, span: timedelta) -> timedelta:
        """Return how long the calendar is open in a span of this length from the beginning of `ORDINARY_YEAR`."""
        start = datetime(ORDINARY_YEAR, 1, 1, tzinfo=UTC)
        return self.terms(ORDINARY_YEAR).hours().between(start, start + span)

    def terms(self, year: int) -> CalendarTerms:
        """Return the calendar as frozen on an incident that is filed in `year`."""
        closed = self.holidays.dates(range(year, year + YEARS_OF_HOLIDAYS))
        return CalendarTerms(timezone=self.timezone, weekly=split_at_midnight(self.weekly), holidays=sorted(closed))


def _stretches(day: str, value: object) -> list[tuple[str, str]]:
    """Return [("09:00", "18:00")] for ["09:00-18:00"]; raise ValueError if it is no such list."""
    written = value if isinstance(value, list) else [value]
    stretches = [str(one).partition("-") for one in written]
    if written is not value or not all(dash for _, dash, _ in stretches):
        raise ValueError(f'{day} must be a list such as ["09:00-18:00"]')
    return [(opening.strip(), closing.strip()) for opening, _, closing in stretches]
