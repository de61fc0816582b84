"""What does the contract say? The policy file, checked at start: targets, calendars, reminders, exclusions."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import holidays
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.rules.business_hours import BusinessHours, split_at_midnight
from bot.rules.durations import parse_duration
from bot.rules.terms import CalendarTerms, Cover, SeverityLetter, Terms

YEARS_OF_HOLIDAYS = 3
"""A deadline is counted with the holidays of the year of filing and the years after it, this many in all."""


class WrongPolicy(Exception):
    """The policy file cannot be read or says something impossible; the sentence says where."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _duration(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is no duration; write for instance "30m" or "2h"')
    return parse_duration(value)


Duration = Annotated[timedelta, BeforeValidator(_duration), Field(gt=timedelta())]
Exclusion = Literal["feature_request", "on_site", "custom_code", "developer_support", "security_response"]


class Severity(_Table):
    """The promise for one severity."""

    target: Duration
    clock: Literal["always", "business"]


class Holidays(_Table):
    """Which dates are closed: a country's public holidays, plus and minus some."""

    country: str | None = None
    subdivision: str | None = None
    extra: list[date] = []
    without: list[date] = Field(default=[], alias="except")

    @model_validator(mode="after")
    def _is_known_country(self) -> "Holidays":
        self.dates(range(2026, 2027))
        return self

    def dates(self, years: range) -> set[date]:
        """Return the closed dates of these years; raise ValueError for an unknown country or subdivision."""
        public: set[date] = set()
        if self.country:
            try:
                public = set(holidays.country_holidays(self.country, subdiv=self.subdivision, years=years))
            except NotImplementedError:
                where = f"{self.country} {self.subdivision or ''}".strip()
                raise ValueError(f"no public holidays are known for {where!r}; use ISO 3166 codes") from None
        return public.union(day for day in self.extra if day.year in years).difference(self.without)


class Calendar(_Table):
    """Opening hours, holidays and zone."""

    timezone: str
    holidays: Holidays = Holidays()
    weekly: dict[str, list[tuple[str, str]]]

    @field_validator("weekly", mode="before")
    @classmethod
    def _as_pairs(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {day: [tuple(str(one).split("-")) for one in stretches] for day, stretches in value.items()}

    @model_validator(mode="after")
    def _makes_sense(self) -> "Calendar":
        BusinessHours(timezone=self.timezone, weekly=split_at_midnight(self.weekly), holidays=set())
        if not any(self.weekly.values()):
            raise ValueError("the calendar is never open")
        return self

    def terms(self, year: int) -> CalendarTerms:
        """Return the calendar as frozen on an incident that is filed in `year`."""
        closed = self.holidays.dates(range(year, year + YEARS_OF_HOLIDAYS))
        return CalendarTerms(timezone=self.timezone, weekly=split_at_midnight(self.weekly), holidays=sorted(closed))


class Reminders(_Table):
    """When we warn before the deadline, and how often after it."""

    at: list[Annotated[float, Field(gt=0, lt=1)]] = Field(max_length=10)
    escalate_every: Duration
    escalate_limit: int = Field(ge=0, le=20)


class Packs(_Table):
    """How prepaid packs are used."""

    required: bool
    expiry_counts: Literal["filing", "closing"]


class Policy(_Table):
    """The whole contract as data."""

    exclusions: list[Exclusion]
    severity: dict[SeverityLetter, Severity]
    calendar: dict[str, Calendar]
    reminders: Reminders
    packs: Packs

    @model_validator(mode="after")
    def _is_complete(self) -> "Policy":
        if "default" not in self.calendar:
            raise ValueError("there is no [calendar.default]")
        return self

    def terms(self, *, severity: SeverityLetter, cover: Cover, filed_at: datetime) -> Terms:
        """Return the terms to freeze on an incident that is filed now."""
        promise = self.severity[severity]
        return Terms(
            severity=severity,
            target=promise.target,
            clock=promise.clock,
            cover=cover,
            calendar=self.calendar["default"].terms(filed_at.astimezone(UTC).year),
            warn_at=self.reminders.at,
            escalate_every=self.reminders.escalate_every,
            escalate_limit=self.reminders.escalate_limit,
        )


def read_policy(path: Path | None) -> Policy:
    """Return the built-in policy with what the file at `path` says otherwise; raise `WrongPolicy`."""
    built_in = tomllib.loads(resources.files("bot").joinpath("policy.toml").read_text(encoding="utf-8"))
    where = str(path) if path else "the built-in policy"
    try:
        return Policy.model_validate(_merged(built_in, _table(path)) if path else built_in)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        raise WrongPolicy(f"POLICY_FILE {where}: {_sentence(first)}") from None


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise WrongPolicy(f"POLICY_FILE {path} cannot be read: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongPolicy(f"POLICY_FILE {path} is no valid TOML: {problem}.") from None


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return ours with theirs laid over it: [reminders] and [packs] by key, severities and calendars as a whole."""
    merged = ours | theirs
    for table in ("severity", "calendar", "reminders", "packs"):
        if isinstance(theirs.get(table), dict):
            merged[table] = ours[table] | theirs[table]
    return merged


def _sentence(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]") or "the file"
    message = problem["msg"].removeprefix("Value error, ").rstrip(".")
    if problem["type"] == "extra_forbidden":
        message = "is not known here; see bot/policy.toml for what is"
    elif problem["loc"][-1:] == ("[key]",):
        message = "is not known here; the severities are A, B and C"
    return f"{place}: {message}."
