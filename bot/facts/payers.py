"""Who may pay for what somebody files?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.account import AccountEntry
from bot.facts.pack import PackLeft


@dataclass(frozen=True)
class Payers:
    """The accounts to choose from, and the packs of the one that is chosen."""

    accounts: Sequence[AccountEntry] = ()
    """The accounts to choose from; if there are more than 100, they are searched instead."""
    account: AccountEntry | None = None
    """The account that pays unless another is chosen."""
    packs: Sequence[PackLeft] = ()
    """That account's packs with units left, in order of expiry, at most as many as a field offers."""
    is_technician: bool = False
    """True for technicians, who may file for customers and make exceptions from the contract."""
    per_incident: bool = True
    """True if the policy lets an incident be paid individually."""

    @property
    def is_asked(self) -> bool:
        """Return True if the form asks which account pays; technicians are asked even if there is only one."""
        return len(self.accounts) > (0 if self.is_technician or self.account is None else 1)

    @property
    def account_id(self) -> int | None:
        """Return the id of the account that pays unless another is chosen."""
        return self.account.id if self.account else None
