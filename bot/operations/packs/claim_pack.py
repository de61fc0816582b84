"""Somebody shows an order confirmation number to get at a pack: whatever it is, the managers are asked.

The claimant is told the same of every number, and the same rows are written, so that nobody can find out by trying
which numbers there are.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot import audit
from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.policy import Policy
from bot.queries.accounts import account_entry
from bot.queries.claims import claims_since, membership_of
from bot.rules.packs import masked
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Claim, Pack
from models.vocabulary import Kind

DAY = timedelta(hours=24)


class TooManyClaims(Refusal):
    """As many numbers as one person may try within 24 hours have been tried."""

    text = "refusal-too_many_claims"


class NobodyDecides(Refusal):
    """The settings name no manager, so nobody would ever look at the claim."""

    text = "refusal-nobody_decides"


def claim_pack(
    session: Session, *, confirmation: str, claimant: Person, policy: Policy, workspace: Workspace, now: datetime
) -> None:
    """Keep the claim of a number (capital letters and digits) and ask the managers about it.

    Raises `NobodyDecides` or `TooManyClaims` at the field `confirmation`.
    """
    if not workspace.managers:
        raise NobodyDecides("confirmation")
    lock_name(session, f"claims of {claimant.user_id}")
    recent = claims_since(session, user_id=claimant.user_id, since=now - DAY)
    if len(recent) >= policy.packs.claims_a_day:
        raise TooManyClaims("confirmation", next=recent[-policy.packs.claims_a_day] + DAY)
    pack = session.exec(select(Pack).where(Pack.confirmation == confirmation)).one_or_none()
    claim = Claim(user_id=claimant.user_id, confirmation=confirmation, pack_id=pack.id if pack else None, made_at=now)
    session.add(claim)
    session.flush()
    audit.record(
        session,
        account_id=pack.account_id if pack else None,
        kind="claim_pack",
        actor=claimant.user_id,
        at=now,
        after={"claim": claim.id, "number": masked(confirmation)},
    )
    _ask_managers(session, claim, pack, workspace=workspace, now=now)


def _ask_managers(session: Session, claim: Claim, pack: Pack | None, *, workspace: Workspace, now: datetime) -> None:
    account = account_entry(session, account_id=pack.account_id) if pack else None
    known = membership_of(session, account_id=account.id, user_id=claim.user_id) if account else None
    for manager in workspace.managers:
        outbox.post(
            session,
            kind=Kind.CLAIM_MADE,
            to=direct_message(manager),
            dedup_key=f"claim {claim.id}",
            parameters={
                "claim": claim.id,
                "who": claim.user_id,
                "number": masked(claim.confirmation),
                "account": account.name if account else None,
                "is_member": known is not None,
            },
            now=now,
        )
