"""What is every operation given beside its subject? Who acts, under which contract, in which workspace, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """One act: by whom, when, and by which rules."""

    person: Person
    """Who acts; `GUICHET` for what happens by itself."""
    policy: Policy
    workspace: Workspace
    now: datetime
    accounts: Collection[int] = ()
    """Numbers of the accounts that the person belongs to, as far as the act depends on them."""
    accounts_complete: bool = True
    """False while Slack has not told all that says to which accounts the person belongs."""

    @property
    def actor(self) -> str:
        """Return the member id that the audit trail keeps; "guichet" for what happens by itself."""
        return self.person.user_id
