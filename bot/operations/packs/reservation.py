"""A unit of a pack is reserved: for an incident that is filed, and for the first part of one that is split."""

from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from bot import audit, ledger
from bot.database import id_of
from bot.operations.context import Context
from bot.operations.packs.buyers import notify_buyers
from bot.operations.packs.expiry import expire_pack
from bot.queries.packs import NOT_USED_UP
from bot.rules.packs import masked
from bot.rules.refusal import Refusal
from models import Incident, Pack
from models.vocabulary import Kind

SPLIT = "split"
"""Reason given in the ledger where a unit is moved from an incident to its first part."""


class PackExpired(Refusal):
    """The chosen pack expired while the form was open, or before."""

    text = "refusal-pack_expired"


class PackUsedUp(Refusal):
    """The last unit of the chosen pack is gone, perhaps while the form was open."""

    text = "refusal-pack_used_up"


class ForeignPack(Refusal):
    """The chosen pack does not belong to the account."""

    text = "refusal-not_chosen"


def lock_paying_pack(session: Session, *, account_id: int, chosen: int | None, now: datetime) -> Pack | None:
    """Lock the account and return the pack that pays: the chosen one, or else the first to expire; None if none can.

    Raises `PackExpired`, `PackUsedUp` or `ForeignPack` at *Paid with* for a chosen one that cannot pay. `reserve_unit`
    writes the entry once the incident has its number.
    """
    ledger.lock_account(session, account_id)
    if chosen is not None:
        return _checked(session, session.get(Pack, chosen, populate_existing=True), account_id=account_id, now=now)
    is_usable = (col(Pack.expires_at) > now, col(Pack.has_expired).is_(False), NOT_USED_UP)
    return session.exec(
        select(Pack)
        .where(Pack.account_id == account_id, *is_usable)
        .order_by(col(Pack.expires_at), col(Pack.id))
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def reserve_unit(session: Session, pack: Pack, *, incident_id: int, context: Context) -> None:
    """Reserve a unit of the pack for an incident, and notify the buyers if the balance is now low.

    If there are no buyers, `warn_of_low_balance` notifies the managers.
    """
    actor, now = context.actor, context.now
    ledger.enter(session, pack=pack, kind="reserved", units=-1, actor=actor, at=now, incident_id=incident_id)
    left = ledger.balance_of(session, id_of(pack))
    if left <= context.policy.packs.low_balance and not pack.low_balance_notified:
        pack.low_balance_notified = notify_buyers(session, pack=pack, kind=Kind.LOW_BALANCE, now=now)


def move_unit(session: Session, *, parent: Incident, child: Incident, context: Context) -> None:
    """Move the parent's payment to the child, at no extra cost; the caller has locked the account.

    A reserved unit is released and reserved again at once, even if its pack has expired meanwhile: it was reserved
    before. A parent that was billed or waived before it was reopened stays so, and its child is waived.
    """
    _let_expire(session, parent, context)
    before = parent.billing
    child.pack_id = parent.pack_id
    child.billing = "waived" if before in {"billed", "waived"} else before
    _move_entry(session, parent, child, context=context)
    parent.billing = "billed" if before == "billed" else "waived"
    audit.record(
        session,
        incident_id=parent.id,
        kind="move_unit",
        actor=context.actor,
        at=context.now,
        before={"billing": before},
        after={"billing": parent.billing, "moved_to": child.id},
    )


def _move_entry(session: Session, parent: Incident, child: Incident, *, context: Context) -> None:
    """Release what the ledger holds for the parent, if anything, and reserve it for the child."""
    reservation = ledger.reservation_of(session, incident_id=parent.number)
    if reservation is None:
        return
    pack = session.get_one(Pack, reservation.pack_id, populate_existing=True)
    enter = partial(ledger.enter, session, pack=pack, actor=context.actor, at=context.now, reason=SPLIT)
    enter(kind="released", units=1, incident_id=parent.id)
    enter(kind="reserved", units=-1, incident_id=child.id)


def _checked(session: Session, pack: Pack | None, *, account_id: int, now: datetime) -> Pack:
    if pack is None or pack.account_id != account_id:
        raise ForeignPack("paid_with")
    if pack.expires_at <= now or pack.has_expired:
        raise PackExpired("paid_with", pack=masked(pack.confirmation))
    if ledger.balance_of(session, id_of(pack)) < 1:
        raise PackUsedUp("paid_with", pack=masked(pack.confirmation))
    return pack


def _let_expire(session: Session, incident: Incident, context: Context) -> None:
    """Expire a pack for which closing counts, if it is due, so that nothing depends on when the job runs."""
    if incident.pack_id is None or ledger.reservation_of(session, incident_id=incident.number) is None:
        return
    if session.get_one(Pack, incident.pack_id).expiry_counts == "closing":
        expire_pack(session, incident.pack_id, context=context)
