"""The smaller tables of the policy file: what each holds, and how it is checked."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.rules.acknowledging import plain
from bot.rules.durations import parse_duration
from bot.rules.escalation import Escalation, key_of
from bot.rules.membership import MEMBER_ID
from bot.rules.update_pace import PaceSetting
from models.vocabulary import AcknowledgeBy, Call, ExpiryCounts, SeverityLetter

LONGEST_DURATION = timedelta(days=90)
"""Maximum duration in a policy: more is a slip of the pen, and would reach beyond the holidays that are known at
filing."""


class Table(BaseModel):
    """A table of the file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _duration(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is not a duration; write for instance "30m" or "2h"')
    duration = parse_duration(value)
    if not timedelta() < duration <= LONGEST_DURATION:
        raise ValueError(f"{value!r} must be more than zero, and at most {LONGEST_DURATION.days}d")
    return duration


def each_once(values: list[Any]) -> list[Any]:
    """Return the values; raise ValueError if one occurs twice."""
    if len(set(values)) < len(values):
        raise ValueError("must not name the same thing twice")
    return values


def _whole_days(value: timedelta) -> timedelta:
    if value % timedelta(days=1):
        raise ValueError('must be whole days, for instance "30d"')
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
WholeDays = Annotated[Duration, AfterValidator(_whole_days)]
Share = Annotated[float, Field(gt=0, lt=1)]


def _not_blank(value: str) -> str:
    if not plain(value):
        raise ValueError(f'{value!r} is no word; write for instance "mine"')
    return value


def _any_way(values: list[Any]) -> list[Any]:
    if not values:
        raise ValueError('must name at least one way to acknowledge an incident, for instance ["button"]')
    return values


class Acknowledge(Table):
    """Which acts of a technician are the initial response."""

    by: Annotated[list[AcknowledgeBy], AfterValidator(each_once), AfterValidator(_any_way)]
    words: Annotated[list[Annotated[str, AfterValidator(_not_blank)]], AfterValidator(each_once)] = Field(max_length=50)
    """Words that acknowledge the incident at the beginning of a message in the triage thread."""

    @model_validator(mode="after")
    def _has_words(self) -> "Acknowledge":
        if "word" in self.by and not self.words:
            raise ValueError('must name the words, for instance words = ["mine"], or leave "word" out of by')
        return self


class Reminders(Table):
    """When we warn before the deadline, and how often after it."""

    at: Annotated[list[Share], AfterValidator(each_once)] = Field(max_length=10)
    escalate_every: Duration
    escalate_limit: int = Field(ge=0, le=20)
    then_every: dict[SeverityLetter, Duration]
    """Time between reminders after the last escalation, by severity; none follow for one that is left out."""
    call: dict[SeverityLetter, Call]
    """Whom reminders call if they name nobody, by severity; nobody for one that is left out."""


class Escalate(Table):
    """Who is told outside Slack of an incident that nobody has answered; there may be several of these tables."""

    severity: SeverityLetter
    after: str
    """The reminder after which they are told: "warning 90", "breach" or "escalation 3"."""
    to: Annotated[list[str], AfterValidator(each_once)] = Field(min_length=1, max_length=10)
    """Addresses as Apprise writes them; $NAME stands for a variable of the environment."""

    def value(self) -> Escalation:
        """Return the escalation as it is arranged for an incident, with keys instead of addresses."""
        return Escalation(self.severity, self.after, tuple(key_of(one) for one in self.to))


class Packs(Table):
    """How prepaid packs are used."""

    required: bool
    expiry_counts: ExpiryCounts
    low_balance: int = Field(ge=0, le=1000)
    warn_before: Annotated[list[WholeDays], AfterValidator(each_once)] = Field(max_length=10)
    claims_a_day: int = Field(ge=1, le=100)


class Closing(Table):
    """What may follow after an incident was closed."""

    reopen_within: Duration


class Surveys(Table):
    """What is asked after an incident was closed."""

    ask: bool
    remind_after: Duration


class Threads(Table):
    """How often the threads of open incidents are read again."""

    reread_every: Duration


class Duty(Table):
    """How 24x7 cover is kept."""

    answer_within: Duration


class Waiting(Table):
    """How a customer is reminded that we are waiting for an answer."""

    remind_after: PaceSetting


class Intake(Table):
    """How messages become incidents."""

    emoji: Annotated[str, Field(pattern=r"^[a-z0-9_+'-]{1,100}$")]
    """Name of the reaction that offers to file a message."""
    offer_valid: Duration
    """How long an offer can be filed as it is shown."""
    similar: Literal["ask", "tell", "off"]
    """What happens if other incidents seem to be the same problem: the sender is asked and the technicians are told
    ("ask"), only the technicians are told ("tell"), or nothing happens ("off")."""


def _member_id(value: str) -> str:
    if not MEMBER_ID.fullmatch(value):
        raise ValueError(f'{value!r} is no Slack member id; write for instance "U012AB3CD"')
    return value


MemberId = Annotated[str, AfterValidator(_member_id)]


class Standings(Table):
    """What people who are not members of our workspace count as.

    Members are technicians if they are in the triage channel, and belong to an account by name, by the domain of their
    address, or by its channel.
    """

    guests: Literal["customers", "technicians", "nobody"]
    """Guests of our workspace: "customers" are never technicians; "technicians" count as members do; "nobody" belongs
    to an account only by name, and is never a technician."""
    others_as_technicians: Annotated[list[MemberId], AfterValidator(each_once)]
    """Slack member ids of people of other organisations who are technicians if they are in the triage channel."""
    technicians_see: Literal["own desk", "every desk"] = "own desk"
    """Whose incidents technicians see and act on, where there are several desks."""


class Products(Table):
    """How the catalogue is shown."""

    warn_before: WholeDays
