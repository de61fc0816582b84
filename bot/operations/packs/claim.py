"""Somebody gives an order confirmation number to claim a pack, and a manager approves the claim or refuses it.

The managers are asked, whatever the number is. Every number gets the same answer, and the same rows are written, so
that nobody can find out by trying which numbers exist.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.accounts.members import add_member
from bot.operations.context import Context
from bot.operations.packs.claim_answer import key_of
from bot.operations.packs.claim_question import ask_about_claim
from bot.operations.questions import settle_notices
from bot.queries.accounts import buyers_of
from bot.queries.claims import claims_since, waits_for
from bot.rules.managers import check_manager
from bot.rules.packs import masked
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Claim, Pack
from models.vocabulary import ClaimState, Kind

DAY = timedelta(hours=24)
"""Period to which the policy's limit on claims per person applies."""


class TooManyClaims(Refusal):
    """The person has claimed as many numbers as the policy allows within 24 hours."""

    text = "refusal-too_many_claims"


class NobodyDecides(Refusal):
    """The settings name no manager, so nobody would ever look at the claim."""

    text = "refusal-nobody_decides"


class NoSuchClaim(Refusal):
    """There is no claim with this number."""

    text = "refusal-no_such_claim"


class AlreadyDecided(Refusal):
    """Another manager has decided first."""

    text = "refusal-already_approved"


class AlreadyRefused(AlreadyDecided):
    """Another manager has decided first, and refused the claim."""

    text = "refusal-already_refused"


class OwnClaim(Refusal):
    """Managers do not decide their own claims while there is another manager."""

    text = "refusal-own_claim"


class NoPackToApprove(Refusal):
    """No pack has the claimed number, so there is nothing to approve."""

    text = "refusal-no_pack_to_approve"


def check_managers(workspace: Workspace) -> None:
    """Raise `NobodyDecides` at the field `confirmation` where there is no manager."""
    if not workspace.managers:
        raise NobodyDecides("confirmation")


def claim_pack(session: Session, *, confirmation: str, place: tuple[str, str] = ("", ""), context: Context) -> None:
    """Record a claim of an order confirmation number (capital letters and digits) and ask the managers about it.

    `place` is the channel and the thread in which the claim is made, "" for none. Whoever claims a number again while
    nobody has decided yet is waiting already: nobody is asked a second time, and it does not count. Raises
    `NobodyDecides` or `TooManyClaims` at the field `confirmation`.
    """
    check_managers(context.workspace)
    lock_name(session, f"claims of {context.actor}")
    if waits_for(session, user_id=context.actor, confirmation=confirmation):
        return
    _check_pace(session, context)
    pack = session.exec(select(Pack).where(Pack.confirmation == confirmation)).one_or_none()
    claim = Claim(
        user_id=context.actor,
        confirmation=confirmation,
        pack_id=pack.id if pack else None,
        made_at=context.now,
        made_in=place[0],
        made_below=place[1],
    )
    session.add(claim)
    session.flush()
    audit.record(
        session,
        account_id=pack.account_id if pack else None,
        kind="claim_pack",
        actor=context.actor,
        at=context.now,
        after={"claim": claim.id, "number": masked(confirmation)},
    )
    ask_about_claim(session, claim, context=context)


def approve_claim(session: Session, *, claim_id: int, context: Context) -> None:
    """Make the claimant a buyer of the pack's account, and notify them, its current buyers, and the managers.

    The current buyers stay. Raises `NotManager`, `NoSuchClaim`, `AlreadyDecided`, `NoPackToApprove`, or, if another
    manager can decide, `OwnClaim`.
    """
    claim = _lock_waiting(session, claim_id, context)
    managers = context.workspace.managers
    if claim.user_id == context.actor and set(managers) - {context.actor}:
        raise OwnClaim
    if claim.pack_id is None:
        raise NoPackToApprove
    pack = session.get_one(Pack, claim.pack_id)
    account = ledger.lock_account(session, pack.account_id)
    owners = [one for one in buyers_of(session, account_id=pack.account_id) if one != claim.user_id]
    add_member(session, account_id=pack.account_id, kind="user", value=claim.user_id, is_buyer=True, context=context)
    _decide(session, claim, "approved", account_id=pack.account_id, context=context)
    facts = {"number": masked(claim.confirmation), "account": account.name, "code": account.code}
    warned = facts | {"who": claim.user_id, "managers": list(managers)}
    _post(session, claim, Kind.CLAIM_APPROVED, readers=[claim.user_id], parameters=facts, context=context)
    _post(session, claim, Kind.CLAIM_TOLD_OWNER, readers=owners, parameters=warned, context=context)
    decision = facts | {"who": claim.user_id, "by": context.actor}
    _post(session, claim, Kind.CLAIM_APPROVED_TO_MANAGERS, readers=managers, parameters=decision, context=context)


def refuse_claim(session: Session, *, claim_id: int, reason: str, context: Context) -> None:
    """Refuse a claim, and notify the claimant, with the reason, and the managers.

    Raises `NotManager`, `NoSuchClaim` or `AlreadyDecided`.
    """
    claim = _lock_waiting(session, claim_id, context)
    claim.reason = reason
    pack = session.get_one(Pack, claim.pack_id) if claim.pack_id is not None else None
    _decide(session, claim, "refused", account_id=pack.account_id if pack else None, context=context)
    facts = {"number": masked(claim.confirmation), "reason": reason}
    _post(session, claim, Kind.CLAIM_REFUSED, readers=[claim.user_id], parameters=facts, context=context)
    decision = facts | {"who": claim.user_id, "by": context.actor}
    _post(
        session,
        claim,
        Kind.CLAIM_REFUSED_TO_MANAGERS,
        readers=context.workspace.managers,
        parameters=decision,
        context=context,
    )


def find_waiting(session: Session, *, claim_id: int, context: Context) -> Claim:
    """Return a claim that nobody has decided yet, without locking it, to open a form.

    Raises `NotManager`, `NoSuchClaim` or `AlreadyDecided`.
    """
    check_manager(context.person)
    return _checked(session.exec(select(Claim).where(Claim.id == claim_id)).one_or_none())


def _lock_waiting(session: Session, claim_id: int, context: Context) -> Claim:
    check_manager(context.person)
    wanted = select(Claim).where(Claim.id == claim_id).with_for_update()
    return _checked(session.exec(wanted.execution_options(populate_existing=True)).one_or_none())


def _checked(claim: Claim | None) -> Claim:
    if claim is None:
        raise NoSuchClaim
    if claim.state != "waiting":
        refusal = AlreadyDecided if claim.state == "approved" else AlreadyRefused
        raise refusal(who=f"<@{claim.decided_by}>", when=claim.decided_at)
    return claim


def _check_pace(session: Session, context: Context) -> None:
    """Raise `TooManyClaims` if this person has made as many claims within 24 hours as the policy allows."""
    limit = context.policy.packs.claims_a_day
    recent = claims_since(session, user_id=context.actor, since=context.now - DAY)
    if len(recent) >= limit:
        raise TooManyClaims("confirmation", next=recent[-limit] + DAY)


def _decide(session: Session, claim: Claim, state: ClaimState, *, account_id: int | None, context: Context) -> None:
    claim.state, claim.decided_by, claim.decided_at = state, context.actor, context.now
    settle_notices(session, kind=Kind.CLAIM_MADE, now=context.now)
    after = {"state": state, "claim": claim.id, "claimant": claim.user_id, "number": masked(claim.confirmation)}
    audit.record(
        session,
        account_id=account_id,
        kind="decide_claim",
        actor=context.actor,
        at=context.now,
        before={"state": "waiting"},
        after=after | ({"reason": claim.reason} if claim.reason else {}),
    )


def _post(
    session: Session, claim: Claim, kind: Kind, *, readers: Iterable[str], parameters: dict[str, Any], context: Context
) -> None:
    for reader in readers:
        outbox.post(
            session,
            kind=kind,
            to=direct_message(reader),
            dedup_key=key_of(claim),
            parameters={"claim": claim.id, **parameters},
            now=context.now,
        )
