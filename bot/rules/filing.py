"""A filing: what somebody asks for in the form, and with what they want to pay."""

from dataclasses import dataclass

from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.refusal import Refusal
from models.vocabulary import Cover, Request, SeverityLetter

COVERED: Request = "incident"
"""The one kind of request that is an incident; the others are the contract's exclusions."""


class UnknownProduct(Refusal):
    """The chosen product is not in the catalogue, or has left it while the form was open."""

    text = "refusal-unknown_product"


@dataclass(frozen=True)
class Payment:
    """What was chosen."""

    account_id: int | None
    pack_id: int | None = None
    """None for the pack that expires first, or none at all."""
    per_incident: bool = False
    """True if *Pay per incident* was chosen."""


OWN_PAYMENT = Payment(None)
"""Nobody's account: it is paid by itself."""


@dataclass(frozen=True)
class SentForm:
    """A form of a filing that was sent, and where it was opened."""

    form_id: str
    """Slack's id: the same however often it is sent."""
    channel: str
    """Where it was opened; "" for nowhere."""
    offer_id: int | None = None
    """The offer that it was opened from."""
    follows: int | None = None
    """The closed incident in whose thread it was asked for."""


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
    """What it is: an incident, or an exclusion from which an exception is made."""
    opened_by: str = ""
    """Slack member id of whom it is filed for, where that is not who files; only a technician files for others."""
    exception: str = ""
    """Why a technician accepts what the contract does not cover; "" where none does."""
    attachments: tuple[AttachedFile, ...] = ()
    extra: tuple[ExtraAnswer, ...] = ()
    """Answers to the provider's own questions."""
