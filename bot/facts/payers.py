"""Who may pay for what somebody files?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.account import AccountEntry
from bot.facts.pack import PackFacts


@dataclass(frozen=True)
class Payers:
    """The accounts to choose from, and the packs of the one that is chosen."""

    accounts: Sequence[AccountEntry] = ()
    """The accounts to choose from; more than 100 are searched."""
    account: AccountEntry | None = None
    """Who pays unless another is chosen."""
    packs: Sequence[PackFacts] = ()
    """That account's packs with something left, the one that expires first before the others."""
    is_technician: bool = False
    """Files for customers, and may make an exception from the contract."""
    per_incident: bool = True
    """True if the policy lets an incident be paid by itself."""

    @property
    def is_asked(self) -> bool:
        """Return True if somebody must say which account it is for, as technicians and managers do."""
        return len(self.accounts) > (0 if self.is_technician or self.account is None else 1)

    @property
    def account_id(self) -> int | None:
        """Return the number of who pays unless another is chosen."""
        return self.account.id if self.account else None
