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
    """The wording of the problem that both sides agreed to last."""

    version: int
    text: str
    agreed_by: str


@dataclass(frozen=True)
class IncidentFacts:
    """One incident as people read it; taken from the rows at one instant."""

    number: int
    title: str
    description: str
    product: str | None
    """None where there was no catalogue to choose from."""
    severity: SeverityLetter
    cover: Cover
    contacts: str
    status: Status
    opened_by: str
    opened_in: str
    """Slack channel, or the customer's member id for a direct message."""
    opened_at: datetime
    terms: Terms
    promised_at: datetime
    """The deadline of what is promised now; `deadline` is the one that counts."""
    acknowledged_by: str | None
    acknowledged_how: AcknowledgedHow | None
    margin: timedelta | None
    """Time left at the acknowledgement; negative when it came late."""
    margin_on_clock: timedelta | None = None
    """The same on the clock of the promise; None where it is not stored."""
    outcome: Outcome | None = None
    """How it ended; None while it has not."""
    closed_by: str | None = None
    explanation: str = ""
    """What was typed when it was closed."""
    account: str | None = None
    """Name of the account that pays; None for somebody of no account."""
    account_locale: str | None = None
    """Language of the messages in its channel; None for the workspace's."""
    pack: str | None = None
    """Confirmation number of the pack that pays; it is masked before anybody reads it."""
    billing: Billing = "pay_per_incident"
    support_ends: date | None = None
    """Last day of support of the product; None while nobody knows."""
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
    """The incident that it was split from."""
    follows: int | None = None
    """The closed incident in whose thread it was asked for."""
    others: Sequence[int] = ()
    """The incidents it goes on in: those it was split into, or the one that is the same problem."""
    terms_periods: Sequence[TermsPeriodFacts] = ()
    """What was promised since the filing, the present promise last."""
    answered_for: datetime | None = None
    """The deadline that the acknowledgement kept or missed; None while there is none."""
    acknowledged_at: datetime | None = None
    unreachable_at: datetime | None = None
    """Since when a technician has reached nobody of the customer's; None while somebody can be reached."""
    desk: str = ""
    """Name of the desk whose technicians look after it; "" for the first."""
    assigned_to: str | None = None
    """Who has it and is reminded; None while it is everybody's."""
    has_left: bool = False
    """True if the assignee is no longer a technician. It is Slack that knows; looked at only for a reminder."""
    roster: Roster | None = None
    """Who is on call now; None where there is no roster. Looked at only for cards and reminders of technicians."""
    first_roster: Roster | None = None
    """The same of the first desk, which looks after what names a desk that the policy has no more."""
    is_unshared: bool = False
    """True if its channel was shared with the customer's organisation and is not any more. Looked at only for the card
    of the technicians."""
    waits: Waits | None = None
    """Whose turn it was, and is."""
    customer_updated_at: datetime | None = None
    """When a technician last wrote to the customer."""

    @property
    def deadline(self) -> datetime:
        """Return the deadline that counts: the one that the initial response kept or missed, else the present one.

        Everything that people read names this one. A later change of severity changes what is promised, not what was
        kept. Source: contract, initial response.
        """
        return self.answered_for or self.promised_at

    @property
    def deadline_terms(self) -> Terms:
        """Return the terms from which the deadline that counts follows."""
        periods = (one.terms for one in reversed(self.terms_periods) if one.deadline_at == self.deadline)
        return next(periods, self.terms)

    @property
    def counted_margin(self) -> timedelta | None:
        """Return the margin on the clock of the promise: at 9:01, what was due at closing is late by a minute."""
        if self.margin is None or self.margin_on_clock is not None or self.acknowledged_at is None:
            return self.margin if self.margin_on_clock is None else self.margin_on_clock
        return self.deadline_terms.left(self.acknowledged_at, self.deadline)

    @property
    def call(self) -> Call:
        """Return whom its reminders call where nobody is named."""
        return self.terms.call.get(self.severity, "nobody")

    def was_answered_by(self, at: datetime) -> bool:
        """Return True if somebody had given the initial response by this instant."""
        return self.acknowledged_at is not None and self.acknowledged_at <= at
