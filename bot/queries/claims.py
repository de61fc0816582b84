"""What is known of claims?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.facts.claim import ClaimFacts
from models import Claim, Membership

IS_WAITING = text("claim.state = 'waiting'")
"""Written out, so that the databases see that their index of just these rows will do."""


def claims_since(session: Session, *, user_id: str, since: datetime) -> Sequence[datetime]:
    """Return when somebody has made claims after this instant, the oldest first."""
    return session.exec(
        select(Claim.made_at)
        .where(Claim.user_id == user_id, col(Claim.made_at) > since)
        .order_by(col(Claim.made_at), col(Claim.id))
    ).all()


def membership_of(session: Session, *, account_id: int, user_id: str) -> Membership | None:
    """Return why somebody belongs to an account by name; None if they do not."""
    return session.exec(
        select(Membership).where(
            Membership.account_id == account_id, Membership.kind == "user", Membership.value == user_id
        )
    ).one_or_none()


def claim_facts(session: Session, *, claim_id: int) -> ClaimFacts:
    """Return a claim that exists."""
    claim = session.get_one(Claim, claim_id)
    return ClaimFacts(id=claim_id, user_id=claim.user_id, confirmation=claim.confirmation)
