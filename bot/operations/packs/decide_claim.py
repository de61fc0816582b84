"""A manager approves a claim, and the claimant becomes a buyer of the pack's account; or refuses it with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot import audit, ledger
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.accounts.edit_members import add_member
from bot.operations.take_buttons import take_buttons
from bot.queries.accounts import buyers_of
from bot.rules.managers import check_manager
from bot.rules.packs import masked
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Claim, Pack
from models.vocabulary import Kind


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
