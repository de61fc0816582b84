"""A filing: what somebody asks for in the form, and how they want to pay."""

from dataclasses import dataclass

from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.refusal import Refusal
from models.vocabulary import Cover, Request, SeverityLetter

COVERED: Request = "incident"
"""The one kind of request that is an incident; the others are the contract's exclusions."""


class UnknownProduct(Refusal):
    """The chosen product is not in the catalogue, or was removed from it while the form was open."""

    text = "refusal-unknown_product"


@dataclass(frozen=True)
class Payment:
    """How the incident is to be paid, as chosen in the form."""

    account_id: int | None
    pack_id: int | None = None
    """Id of the chosen pack; None for the one that expires first, if there is any."""
    per_incident: bool = False
    """True if *Pay per incident* was chosen."""


OWN_PAYMENT = Payment(None)
"""No account: the incident is paid individually."""


@dataclass(frozen=True)
class SentForm:
    """A filing form that was sent, and where it was opened."""

    form_id: str
    """Slack's id of the view: the same, however often the form is sent."""
    channel: str
    """Id of the channel where it was opened; "" for none."""
    offer_id: int | None = None
    """The offer that it was opened from."""
    follows: int | None = None
    """Number of the closed incident in whose thread it was opened."""


@dataclass(frozen=True)
class Filing:
    """What the customer asks for, checked as far as the form alone can tell."""

    title: str
    product_id: int | None
    severity: SeverityLetter
    cover: Cover
    contacts: str
    description: str
    payment: Payment = OWN_PAYMENT
    request: Request = COVERED
    """Kind of request: an incident, or an exclusion for which an exception is made."""
    opened_by: str = ""
    """Slack member id of the customer, if not the person who files; only technicians file for others."""
    exception: str = ""
    """Why a technician accepts what the contract does not cover; "" if none does."""
    attachments: tuple[AttachedFile, ...] = ()
    extra: tuple[ExtraAnswer, ...] = ()
    """Answers to the provider's own questions."""
