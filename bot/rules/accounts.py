"""An account as a manager adds or edits it."""

from dataclasses import dataclass

CODE_LIMIT, NAME_LIMIT = 60, 150
"""Maximum characters."""
DEFAULT_CALENDAR = "default"
"""Name of the policy's calendar for accounts that name none."""


@dataclass(frozen=True)
class AccountDetails:
    """An account as a manager describes it."""

    account_id: int | None
    """None for a new one."""
    code: str
    name: str
    calendar: str | None
    """Name of a calendar in the policy; None for the default one."""
    locale: str | None
    """Language of the messages in the account's channel; None for the workspace's."""
