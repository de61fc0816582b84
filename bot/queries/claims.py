"""Which claims are there, and who has made them?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.database import id_of
from bot.facts.claim import ClaimFacts
from models import Claim, Membership

IS_WAITING = text("claim.state = 'waiting'")
"""Written out instead of bound as a parameter, so that the databases use their partial index of these rows."""


def claims_since(session: Session, *, user_id: str, since: datetime) -> Sequence[datetime]:
    """Return when somebody has made claims after this instant, the oldest first."""
    return session.exec(
        select(Claim.made_at)
        .where(Claim.user_id == user_id, col(Claim.made_at) > since)
        .order_by(col(Claim.made_at), col(Claim.id))
    ).all()


def waits_for(session: Session, *, user_id: str, confirmation: str) -> bool:
    """Return True if nobody has decided yet about a claim of this number by this person."""
    mine = (col(Claim.user_id) == user_id, col(Claim.confirmation) == confirmation)
    return session.exec(select(Claim.id).where(IS_WAITING, *mine).limit(1)).first() is not None


def membership_of(session: Session, *, account_id: int, user_id: str) -> Membership | None:
    """Return the membership that names this person as a member of an account; None if there is none."""
    return session.exec(
        select(Membership).where(
            Membership.account_id == account_id, Membership.kind == "user", Membership.value == user_id
        )
    ).one_or_none()


def claim_facts(session: Session, *, claim_id: int) -> ClaimFacts:
    """Return the facts of a claim that must exist."""
    return claim_as_read(session.get_one(Claim, claim_id))


def claim_as_read(claim: Claim) -> ClaimFacts:
    """Return the facts of this claim."""
    has_pack = claim.pack_id is not None
    return ClaimFacts(id=id_of(claim), user_id=claim.user_id, confirmation=claim.confirmation, has_pack=has_pack)
