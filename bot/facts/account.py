"""An account, and who belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import MembershipKind


@dataclass(frozen=True)
class AccountEntry:
    """An account as people choose it."""

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
    """False while Slack has not told who somebody is, or in which channels: there may be others."""


@dataclass(frozen=True)
class Member:
    """Who or what belongs to an account."""

    kind: MembershipKind
    value: str
    is_buyer: bool
