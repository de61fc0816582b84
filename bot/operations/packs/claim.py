"""Somebody shows an order confirmation number to get at a pack, and a manager approves the claim or refuses it.

Whatever the number is, the managers are asked. The claimant is told the same of every number, and the same rows are
written, so that nobody can find out by trying which numbers
there are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.buttons import take_buttons
from bot.delivery.destination import direct_message
from bot.operations.accounts.members import add_member
from bot.policy import Policy
from bot.queries.accounts import account_entry, buyers_of
from bot.queries.claims import claims_since, membership_of
from bot.rules.managers import check_manager
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


class NoSuchClaim(Refusal):
    """There is no claim with this number."""

    text = "refusal-no_such_claim"


class AlreadyDecided(Refusal):
    """Another manager was quicker."""

    text = "refusal-already_approved"


class AlreadyRefused(AlreadyDecided):
    """Another manager was quicker, and refused it."""

    text = "refusal-already_refused"


class OwnClaim(Refusal):
    """There is another manager who can look at it."""

    text = "refusal-own_claim"


class NoPackToApprove(Refusal):
    """No pack has the number that was claimed, so there is nothing to give."""

    text = "refusal-no_pack_to_approve"


def approve_claim(session: Session, *, claim_id: int, manager: Person, workspace: Workspace, now: datetime) -> None:
    """Make the claimant a buyer of the pack's account, and tell them, those who were its buyers, and the managers.

    Those who were buyers stay so. Raises `NotManager`, `NoSuchClaim`, `AlreadyDecided`, `NoPackToApprove`, or, where
    another manager can decide, `OwnClaim`.
    """
    claim = waiting_claim(session, claim_id=claim_id, manager=manager)
    if claim.user_id == manager.user_id and set(workspace.managers) - {manager.user_id}:
        raise OwnClaim
    if claim.pack_id is None:
        raise NoPackToApprove
    pack = session.get_one(Pack, claim.pack_id)
    account = ledger.lock_account(session, pack.account_id)
    owners = [one for one in buyers_of(session, account_id=pack.account_id) if one != claim.user_id]
    add_member(
        session,
        account_id=pack.account_id,
        kind="user",
        value=claim.user_id,
        is_buyer=True,
        actor=manager.user_id,
        now=now,
    )
    _decide(session, claim, "approved", account_id=pack.account_id, manager=manager, now=now)
    facts = {"number": masked(claim.confirmation), "account": account.name}
    _tell(session, claim, Kind.CLAIM_APPROVED, [claim.user_id], facts, now=now)
    warned = facts | {"who": claim.user_id, "managers": list(workspace.managers)}
    _tell(session, claim, Kind.CLAIM_TOLD_OWNER, owners, warned, now=now)
    _tell_managers(session, claim, facts, workspace=workspace, now=now)


def refuse_claim(
    session: Session, *, claim_id: int, reason: str, manager: Person, workspace: Workspace, now: datetime
) -> None:
    """Refuse a claim, and tell the claimant why, and the managers.

    Raises `NotManager`, `NoSuchClaim` or `AlreadyDecided`.
    """
    claim = waiting_claim(session, claim_id=claim_id, manager=manager)
    claim.reason = reason
    pack = session.get_one(Pack, claim.pack_id) if claim.pack_id is not None else None
    _decide(session, claim, "refused", account_id=pack.account_id if pack else None, manager=manager, now=now)
    facts = {"number": masked(claim.confirmation), "reason": reason}
    _tell(session, claim, Kind.CLAIM_REFUSED, [claim.user_id], facts, now=now)
    _tell_managers(session, claim, facts, workspace=workspace, now=now)


def waiting_claim(session: Session, *, claim_id: int, manager: Person) -> Claim:
    """Lock and return a claim that nobody has decided yet; raise `NotManager`, `NoSuchClaim` or `AlreadyDecided`."""
    check_manager(manager)
    wanted = select(Claim).where(Claim.id == claim_id).with_for_update()
    claim = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    if claim is None:
        raise NoSuchClaim
    if claim.state != "waiting":
        refusal = AlreadyDecided if claim.state == "approved" else AlreadyRefused
        raise refusal(who=f"<@{claim.decided_by}>", when=claim.decided_at)
    return claim


def _decide(
    session: Session, claim: Claim, state: str, *, account_id: int | None, manager: Person, now: datetime
) -> None:
    claim.state, claim.decided_by, claim.decided_at = state, manager.user_id, now
    take_buttons(session, kinds=("claim_made",), dedup_key=f"claim {claim.id}", now=now)
    after = {"state": state, "claim": claim.id, "claimant": claim.user_id, "number": masked(claim.confirmation)}
    audit.record(
        session,
        account_id=account_id,
        kind="decide_claim",
        actor=manager.user_id,
        at=now,
        before={"state": "waiting"},
        after=after | ({"reason": claim.reason} if claim.reason else {}),
    )


DECISION_KINDS = {"approved": Kind.CLAIM_APPROVED_TO_MANAGERS, "refused": Kind.CLAIM_REFUSED_TO_MANAGERS}
"""For each decision, what the managers are sent."""


def _tell_managers(
    session: Session, claim: Claim, facts: dict[str, Any], *, workspace: Workspace, now: datetime
) -> None:
    decision = {"who": claim.user_id, "by": claim.decided_by}
    _tell(session, claim, DECISION_KINDS[claim.state], workspace.managers, facts | decision, now=now)


def _tell(
    session: Session, claim: Claim, kind: Kind, readers: Iterable[str], facts: dict[str, Any], *, now: datetime
) -> None:
    for reader in readers:
        outbox.post(
            session, kind=kind, to=direct_message(reader), dedup_key=f"claim {claim.id}", parameters=facts, now=now
        )
