"""What is every operation given besides its subject? Who acts, under which contract, in which workspace, and when."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def not_known(_user_id: str) -> bool:
    """Return False: nobody is known to be from another organisation."""
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
    """False while Slack has not answered everything needed to know which accounts the person belongs to."""
    is_outsider: Callable[[str], bool] = not_known
    """Returns whether a member id is known, without asking Slack, to be from another organisation."""

    @property
    def actor(self) -> str:
        """Return the member id that the audit trail keeps; "guichet" for what happens by itself."""
        return self.person.user_id
