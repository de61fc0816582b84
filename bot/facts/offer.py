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
    """Slack member id of who wrote the message."""
    offered_by: str
    """Slack member id of who asked for the offer."""
    title: str
    description: str
    severity: SeverityLetter | None
    """None until it is chosen."""
    terms: Terms
    """What would be promised."""
    shows_account: bool
    """True if all who read it here may know which account pays, and what it has left."""
    account: str | None
    """Name of the account that would pay; None for nobody's."""
    pack: PackFacts | None
    """The pack that would pay; None where it is paid by itself."""
    choices: Sequence[AccountEntry] = ()
    """The accounts to choose from; empty where there is nothing to choose, or where others would read their names."""
    must_choose: bool = False
    """True while nobody has chosen which account it is for, although there are several."""
    in_thread: bool = True
    """True if it stands in a thread; False in a direct message."""
    in_card_thread: bool = False
    """True if that is the thread of an incident's card, where words are for the people of that incident."""
    locale: str | None = None
    """Language of the account that would pay; None for the workspace's."""
    similar: Sequence[IncidentFacts] = ()
    """Incidents of who would pay that seem to be about this already."""
    incident: int | None = None
    """The incident that was filed, or joined."""
    is_joined: bool = False
    """True if that incident was there before."""
