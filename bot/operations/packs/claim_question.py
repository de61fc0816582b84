"""Should a claim be approved? The managers are asked, including those who become managers while it waits."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, and_, col, not_, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from bot.operations.packs.claim_answer import key_of
from bot.queries.accounts import account_entry
from bot.queries.claims import IS_WAITING, membership_of
from bot.rules.packs import masked
from models import Claim, OutboxMessage, Pack
from models.vocabulary import Kind


def ask_about_claim(session: Session, claim: Claim, *, context: Context) -> None:
    """Ask each manager about a waiting claim, except those who have been asked."""
    key = key_of(claim)
    # A question that was withdrawn, because its reader was not a manager for a while, has no buttons any more.
    was_taken_back = and_(col(OutboxMessage.state) == "done", col(OutboxMessage.posted).is_(None))
    about_it = select(OutboxMessage.channel).where(
        col(OutboxMessage.incident_id).is_(None),
        OutboxMessage.kind == Kind.CLAIM_MADE,
        OutboxMessage.dedup_key == key,
        not_(was_taken_back),
    )
    asked = session.exec(about_it).all()
    parameters = _question(session, claim)
    for manager in context.workspace.managers:
        if manager not in asked:
            to = direct_message(manager)
            outbox.post(session, kind=Kind.CLAIM_MADE, to=to, dedup_key=key, parameters=parameters, now=context.now)


def waiting_claims(session: Session, *, context: Context) -> Sequence[int]:  # noqa: ARG001 - see Find
    """Return the ids of the claims that nobody has decided, the oldest first."""
    found = session.exec(select(Claim.id).where(IS_WAITING).order_by(col(Claim.id)))
    return [one for one in found if one is not None]


def ask_about_waiting_claim(session: Session, claim_id: int, *, context: Context) -> None:
    """Ask the present managers about a claim, unless it has been decided."""
    claim = session.get_one(Claim, claim_id, populate_existing=True, with_for_update=True)
    if claim.state == "waiting":
        ask_about_claim(session, claim, context=context)


def _question(session: Session, claim: Claim) -> dict[str, Any]:
    """Return the parameters of the question to the managers."""
    pack = session.get_one(Pack, claim.pack_id) if claim.pack_id is not None else None
    account = account_entry(session, account_id=pack.account_id) if pack else None
    known = membership_of(session, account_id=account.id, user_id=claim.user_id) if account else None
    return {
        "claim": claim.id,
        "who": claim.user_id,
        "number": masked(claim.confirmation),
        "account": account.name if account else None,
        "is_member": known is not None,
    }
