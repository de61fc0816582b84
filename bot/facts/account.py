"""An account, and who belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import MembershipKind


@dataclass(frozen=True)
class AccountEntry:
    """An account as people see it in a list."""

    id: int
    code: str
    name: str
    calendar: str | None
    """Name of a calendar in the policy; None for the default one."""
    locale: str | None


@dataclass(frozen=True)
class Accounts:
    """The accounts that somebody belongs to."""

    known: Sequence[AccountEntry]
    is_complete: bool = True
    """False while Slack has not told us who somebody is, or which channels they are in: there may be other accounts."""


@dataclass(frozen=True)
class Member:
    """A person, e-mail domain or channel that belongs to an account."""

    kind: MembershipKind
    value: str
    is_buyer: bool
