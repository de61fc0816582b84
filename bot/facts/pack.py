"""A pack and its ledger as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.packs import Balance
from models.vocabulary import EntryKind, ExpiryCounts


@dataclass(frozen=True)
class PackLeft:
    """One pack and the units left in it, without what became of the others."""

    id: int
    confirmation: str
    """The whole number: it is masked before anybody reads it."""
    expires_on: date
    size: int
    left: int
    """How many incidents can still be filed on it."""


@dataclass(frozen=True)
class PackFacts:
    """One pack as its owner reads it."""

    id: int
    account_id: int
    account: str
    """Name of the account."""
    confirmation: str
    """The whole order confirmation number; it is masked before anybody reads it."""
    bought_on: date
    expires_on: date
    expires_at: datetime
    expiry_counts: ExpiryCounts
    balance: Balance
    account_code: str = ""
    """Code of the account, by which those who may see it ask for its packs."""


@dataclass(frozen=True)
class EntryFacts:
    """One entry of a pack's ledger."""

    kind: EntryKind
    units: int
    at: datetime
    actor: str
    """Slack member id; "guichet" for what happens by itself, "import" for the command line."""
    incident: int | None
    reason: str


@dataclass(frozen=True)
class PackHistory:
    """A pack, and what became of its units."""

    pack: PackFacts
    entries: Sequence[EntryFacts]
    """The newest entries, oldest first."""
    count: int
    """How many entries there are in all."""
