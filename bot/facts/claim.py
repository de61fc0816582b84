"""A claim as a manager reads it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimFacts:
    """A claim as a manager reads it."""

    id: int
    user_id: str
    confirmation: str
    """The whole order confirmation number; it is masked before anybody reads it."""
    has_pack: bool
    """True if a pack had this number when it was claimed; else there is nothing to approve."""
