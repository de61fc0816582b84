"""An incident as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.facts.terms_period import TermsPeriodFacts
from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.roster import Roster
from bot.rules.terms import Terms
from bot.rules.waits import Waits
from models.vocabulary import AcknowledgedHow, Billing, Call, Cover, Outcome, Request, SeverityLetter, Status


@dataclass(frozen=True)
class AgreedScope:
    """The last wording of the problem to which both sides agreed."""

    version: int
    text: str
    agreed_by: str


@dataclass(frozen=True)
class IncidentFacts:
    """One incident as people read it, taken from its rows at one instant."""

    number: int
    title: str
    description: str
    product: str | None
    """None if there was no catalogue to choose from."""
    severity: SeverityLetter
    cover: Cover
    contacts: str
    status: Status
    opened_by: str
    opened_in: str
    """Channel id, or the customer's member id for a direct message."""
    opened_at: datetime
    terms: Terms
    promised_at: datetime
    """The deadline by the present terms; `deadline` is the one that counts."""
    acknowledged_by: str | None
    acknowledged_how: AcknowledgedHow | None
    margin: timedelta | None
    """Time left to the deadline at the acknowledgement; negative if it came late."""
    margin_on_clock: timedelta | None = None
    """The same on the clock of the target; None if it is not stored."""
    outcome: Outcome | None = None
    """How the incident ended; None while it is not closed."""
    closed_by: str | None = None
    explanation: str = ""
    """What was typed when the incident was closed."""
    account: str | None = None
    """Name of the account that pays; None if the customer has no account."""
    account_locale: str | None = None
    """Language of the messages in the account's channel; None for the workspace's."""
    pack: str | None = None
    """Order confirmation number of the pack that pays; it is masked before anybody reads it."""
    billing: Billing = "pay_per_incident"
    support_ends: date | None = None
    """Last day of support for the product; None if unknown."""
    request: Request = "incident"
    exception_reason: str = ""
    """Why a technician accepted what the contract does not cover."""
    attachments: Sequence[AttachedFile] = ()
    """The files that came with the form."""
    extra_answers: Sequence[ExtraAnswer] = ()
    """Answers to the provider's own questions."""
    agreed_scope: AgreedScope | None = None
    proposed_scope: int | None = None
    """The newest version of the scope while it is not agreed; else None."""
    parent: int | None = None
    """Number of the incident that this one was split from."""
    follows: int | None = None
    """Number of the closed incident in whose thread this one was asked for."""
    others: Sequence[int] = ()
    """Numbers of the incidents that took its place: those it was split into, or the one it duplicates."""
    terms_periods: Sequence[TermsPeriodFacts] = ()
    """The terms since the filing, the present ones last."""
    answered_for: datetime | None = None
    """The deadline that the acknowledgement met or missed; None while there is no acknowledgement."""
    acknowledged_at: datetime | None = None
    unreachable_at: datetime | None = None
    """Since when nobody could be reached at the customer's, as a technician reported; None otherwise."""
    desk: str = ""
    """Name of the desk whose technicians look after it; "" for the first."""
    assigned_to: str | None = None
    """Slack member id of the assigned technician, who gets the reminders; None if there is none."""
    has_left: bool = False
    """True if the assignee is no longer a technician. Only Slack knows this; it is asked only for a reminder."""
    roster: Roster | None = None
    """Who is on call now; None if there is no roster. Looked up only for the technicians' cards and reminders."""
    first_roster: Roster | None = None
    """The same for the first desk, which looks after incidents whose desk the policy no longer has."""
    is_unshared: bool = False
    """True if its channel is no longer shared with the customer's organisation. Looked up only for the technicians'
    card."""
    waits: Waits | None = None
    """Whose turn it has been, and is now."""
    customer_updated_at: datetime | None = None
    """When a technician last wrote to the customer."""

    @property
    def deadline(self) -> datetime:
        """Return the deadline that counts: the one that the initial response met or missed, else the present one.

        Everything that people read shows this one. A later change of severity changes what is promised, not what was
        met. Source: contract, initial response.
        """
        return self.answered_for or self.promised_at

    @property
    def deadline_terms(self) -> Terms:
        """Return the terms from which the deadline that counts was computed."""
        periods = (one.terms for one in reversed(self.terms_periods) if one.deadline_at == self.deadline)
        return next(periods, self.terms)

    @property
    def counted_margin(self) -> timedelta | None:
        """Return the margin on the clock of the target: at 9:01, a response due at closing time is one minute late."""
        if self.margin is None or self.margin_on_clock is not None or self.acknowledged_at is None:
            return self.margin if self.margin_on_clock is None else self.margin_on_clock
        return self.deadline_terms.left(self.acknowledged_at, self.deadline)

    @property
    def call(self) -> Call:
        """Return whom its reminders call if nobody is named."""
        return self.terms.call.get(self.severity, "nobody")

    def was_answered_by(self, at: datetime) -> bool:
        """Return True if somebody had given the initial response by this instant."""
        return self.acknowledged_at is not None and self.acknowledged_at <= at
