"""What is every operation given beside its subject? Who acts, under which contract, in which workspace, and when."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def not_known(_user_id: str) -> bool:
    """Return False: of nobody it is known that they are of another organisation."""
    return False


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
    is_outsider: Callable[[str], bool] = not_known
    """Returns whether it is known, without asking Slack, that a member id is of another organisation."""

    @property
    def actor(self) -> str:
        """Return the member id that the audit trail keeps; "guichet" for what happens by itself."""
        return self.person.user_id
