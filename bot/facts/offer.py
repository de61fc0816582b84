"""An offer to file, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.account import AccountEntry
from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackFacts
from bot.rules.terms import Terms
from models.vocabulary import SeverityLetter


@dataclass(frozen=True)
class OfferFacts:
    """One message that may become an incident."""

    number: int
    author: str
    """Slack member id of the person who wrote the message."""
    offered_by: str
    """Slack member id of the person who asked for the offer."""
    title: str
    description: str
    severity: SeverityLetter | None
    """None until it is chosen."""
    terms: Terms
    """The terms that would apply."""
    shows_account: bool
    """True if everybody who reads the offer there may know which account pays, and what it has left."""
    account: str | None
    """Name of the account that would pay; None if there is none."""
    pack: PackFacts | None
    """The pack that would pay; None if the incident would be paid individually."""
    choices: Sequence[AccountEntry] = ()
    """The accounts to choose from; empty if there is no choice, or if others would read their names."""
    must_choose: bool = False
    """True while there are several accounts and nobody has chosen one."""
    in_thread: bool = True
    """True if the offer is posted in a thread; False if outside one in a direct message."""
    in_card_thread: bool = False
    """True if that is the thread of an incident's card, where plain words are meant for the people of that incident."""
    locale: str | None = None
    """Language of the account that would pay; None for the workspace's."""
    similar: Sequence[IncidentFacts] = ()
    """Incidents of the payer that seem to be about the same problem."""
    incident: int | None = None
    """Number of the incident that was filed or joined."""
    is_joined: bool = False
    """True if that incident existed before, and was joined."""
