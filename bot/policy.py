"""What does the contract say? The policy file, checked at start: targets, calendars, reminders, exclusions."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from bot.policy_calendar import Calendar
from bot.policy_desks import Desks
from bot.policy_errors import sentence
from bot.policy_faq import TOPICS, Faq
from bot.policy_form import FilingForm
from bot.policy_replies import REPLIES
from bot.policy_roster import RosterTable
from bot.policy_tables import (
    Acknowledge,
    Closing,
    Duration,
    Duty,
    Escalate,
    Intake,
    Packs,
    Products,
    Reminders,
    Standings,
    Surveys,
    Table,
    Threads,
    Waiting,
    each_once,
)
from bot.policy_texts import OwnText, read_texts
from bot.rules.terms import Clock, Promise, Promises, Terms
from bot.rules.update_pace import Updates
from bot.rules.zones import load_zone
from bot.setup_error import SetupError
from models.vocabulary import Cover, Exclusion, SeverityLetter

BUILT_IN = Path(__file__).with_name("policy.toml")

HORIZON = timedelta(days=2 * 365)
"""Time within which every promise must be due: business hours may be few, and holidays are known for some years."""


class WrongPolicy(SetupError):
    """The policy file cannot be read or says something impossible; the sentence says where."""


class Severity(Table):
    """The promise for one severity."""

    target: Duration
    clock: Clock


def _too_late(calendar: str) -> str:
    return f"would not be due within two years in the opening hours of calendar.{calendar}"


def _only_from_files(_given: object) -> Any:
    raise ValueError("is not set here: a topic is a file in the folder faq beside this one, an answer one in replies")


OwnTexts = Annotated[tuple[OwnText, ...], BeforeValidator(_only_from_files)]


class Policy(Table):
    """The whole contract as data."""

    exclusions: Annotated[list[Exclusion], AfterValidator(each_once)]
    severity: dict[SeverityLetter, Severity]
    calendar: dict[str, Calendar]
    acknowledge: Acknowledge
    reminders: Reminders
    updates: Updates
    packs: Packs
    closing: Closing
    survey: Surveys
    duty: Duty
    waiting: Waiting
    intake: Intake
    threads: Threads
    products: Products
    people: Standings
    faq: Faq
    desk: Desks = Field(default_factory=dict)
    """Desks beside the first one, by name."""
    escalate: tuple[Escalate, ...] = ()
    """Who is told outside Slack, and when."""
    roster: RosterTable | None = None
    """Who is on call; None if reminders name nobody but the technician who has the incident."""
    form: FilingForm = FilingForm()
    own_topics: OwnTexts = ()
    """Topics of the FAQ that the provider has added."""
    replies: OwnTexts = ()
    """Answers that the provider has prepared for its technicians."""
    left_out: Annotated[tuple[str, ...], BeforeValidator(_only_from_files)] = ()
    """A sentence for each file beside the policy that cannot be used; everything else goes on without it."""

    @model_validator(mode="after")
    def _is_complete(self) -> "Policy":
        if "default" not in self.calendar:
            raise ValueError("there is no [calendar.default]")
        return self

    @model_validator(mode="after")
    def _is_kept_in_time(self) -> "Policy":
        """Refuse targets and escalations so long that they would be due after `HORIZON`."""
        last = self.reminders.escalate_every * self.reminders.escalate_limit
        for name, calendar in self.calendar.items():
            longest = calendar.open_time(HORIZON)
            for letter, promise in self.severity.items():
                if promise.clock == "business" and promise.target > longest:
                    raise ValueError(f"the target of severity.{letter} {_too_late(name)}")
                escalating = last + self.reminders.then_every.get(letter, timedelta())
                if promise.clock == "business" and promise.target + escalating > longest:
                    raise ValueError(f"the last escalation of severity.{letter} {_too_late(name)}")
        return self

    @model_validator(mode="after")
    def _escalates_after_reminders(self) -> "Policy":
        """Refuse an escalation after a reminder that never comes."""
        warnings = [f"warning {share * 100:g}" for share in self.reminders.at]
        repeated = [f"escalation {step}" for step in range(1, self.reminders.escalate_limit + 1)]
        known = [*warnings, "breach", *repeated]
        for number, one in enumerate(self.escalate, start=1):
            if one.after not in known:
                raise ValueError(f"escalate, entry {number}: after must be one of {', '.join(known)}")
        return self

    @model_validator(mode="after")
    def _updates_come_in_time(self) -> "Policy":
        """Refuse updates that would be due after `HORIZON`."""
        for name, calendar in self.calendar.items():
            longest = calendar.open_time(HORIZON)
            for letter in self.severity:
                if self.updates.counted(letter) > longest:
                    raise ValueError(f"the update of updates.{letter} {_too_late(name)}")
        return self

    def calendar_of(self, name: str | None) -> Calendar:
        """Return the calendar that an account names, or the default one; raise `WrongPolicy` if it is gone."""
        if (name or "default") not in self.calendar:
            raise WrongPolicy(f"The policy has no calendar.{name}, which an account names: add it to POLICY_FILE.")
        return self.calendar[name or "default"]

    def timezone_of(self, calendar: str | None) -> str:
        """Return the zone of an account's calendar, or the default one's if that is gone: no promise depends on it."""
        return self.calendar.get(calendar or "default", self.calendar["default"]).timezone

    def today(self, calendar: str | None, now: datetime) -> date:
        """Return the date of this instant in the zone of an account's calendar."""
        return now.astimezone(load_zone(self.calendar_of(calendar).timezone)).date()

    def promises(self) -> Promises:
        """Return what each severity promises today."""
        return {
            letter: Promise(target=one.target, clock=one.clock, updates=self.updates.of(letter))
            for letter, one in self.severity.items()
        }

    def terms(
        self, *, severity: SeverityLetter, cover: Cover, filed_at: datetime, calendar: str | None = None
    ) -> Terms:
        """Return the terms to freeze on an incident that is filed now by an account with this calendar."""
        promise = self.severity[severity]
        # West of Greenwich the old year may last until noon UTC of 1 January.
        year = (filed_at.astimezone(UTC) - timedelta(days=1)).year
        return Terms(
            severity=severity,
            target=promise.target,
            clock=promise.clock,
            cover=cover,
            calendar=self.calendar_of(calendar).terms(year),
            warn_at=self.reminders.at,
            escalate_every=self.reminders.escalate_every,
            escalate_limit=self.reminders.escalate_limit,
            then_every=self.reminders.then_every,
            call=self.reminders.call,
            managers_each=True,
            tell_end_of_support=self.products.warn_before,
            promises=dict(self.promises()),
            answer_within=self.duty.answer_within,
            updates=self.updates.of(severity),
            update_limit=self.updates.limit,
        )


def read_policy(path: Path | None) -> Policy:
    """Return the built-in policy, overridden by the file at `path`; raise `WrongPolicy` if that file is wrong."""
    built_in = tomllib.loads(BUILT_IN.read_text(encoding="utf-8"))
    where = str(path) if path else "the built-in policy"
    try:
        policy = Policy.model_validate(_merged(built_in, _table(path)) if path else built_in)
        return _with_texts(policy, path) if path else policy
    except ValidationError as problem:
        raise WrongPolicy(f"POLICY_FILE {where}: {sentence(problem.errors(include_url=False)[0])}") from None


def _with_texts(policy: Policy, path: Path) -> Policy:
    topics, replies = (read_texts(path, kind) for kind in (TOPICS, REPLIES))
    left_out = (*topics.problems, *replies.problems)
    return policy.model_copy(update={"own_topics": topics.texts, "replies": replies.texts, "left_out": left_out})


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise WrongPolicy(f"POLICY_FILE {path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongPolicy(f"POLICY_FILE {path} cannot be read: save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        raise WrongPolicy(f"POLICY_FILE {path} is not valid TOML: {problem}.") from None


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return `ours` overridden by `theirs`, key by key."""
    merged = ours | theirs
    for key in ours.keys() & theirs.keys():
        if isinstance(ours[key], dict) and isinstance(theirs[key], dict):
            merged[key] = (_calendars if key == "calendar" else _merged)(ours[key], theirs[key])
    return merged


def _calendars(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return our calendars overridden by theirs; weekly hours and holidays are each replaced as a whole.

    In another zone our holidays would be those of the wrong country, so they must be given again.
    """
    merged = ours | theirs
    for name in ours.keys() & theirs.keys():
        if isinstance(theirs[name], dict):
            merged[name] = ours[name] | theirs[name]
            if merged[name]["timezone"] != ours[name]["timezone"] and "holidays" not in theirs[name]:
                del merged[name]["holidays"]
    return merged
