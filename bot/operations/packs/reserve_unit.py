"""Filing sets a unit of a pack aside: of the one that was chosen, else of the one that expires first."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot import ledger
from bot.operations.packs.notify_buyers import tell_buyers
from bot.policy import Policy
from bot.rules.packs import masked
from bot.rules.refusal import Refusal
from models import Pack
from models.vocabulary import Kind

GUICHET = "guichet"
"""The actor of what happens by itself."""


class PackExpired(Refusal):
    """The chosen pack has expired while the form was open, or before."""

    text = "refusal-pack_expired"


class PackUsedUp(Refusal):
    """The last unit of the chosen pack is gone, perhaps while the form was open."""

    text = "refusal-pack_used_up"


class ForeignPack(Refusal):
    """The chosen pack is not one of the account's."""

    text = "refusal-not_chosen"


def reserve_unit(
    session: Session,
    *,
    account_id: int,
    chosen: int | None,
    now: datetime,
) -> Pack | None:
    """Lock the account and return the pack that pays: the chosen one, else the first to expire; None if none can.

    Raises `PackExpired`, `PackUsedUp` or `ForeignPack` at *Paid with* for a chosen one that cannot.
    `enter_reservation` writes the entry once the incident has its number.
    """
    ledger.lock_account(session, account_id)
    if chosen is not None:
        return _checked(session, session.get(Pack, chosen, populate_existing=True), account_id=account_id, now=now)
    is_usable = (col(Pack.expires_at) > now, col(Pack.has_expired).is_(False), ledger.balance() > 0)
    return session.exec(
        select(Pack)
        .where(Pack.account_id == account_id, *is_usable)
        .order_by(col(Pack.expires_at), col(Pack.id))
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def enter_reservation(
    session: Session, *, pack: Pack, incident_id: int, actor: str, policy: Policy, now: datetime
) -> None:
    """Set the unit aside, and tell the buyers if little is left; `warn_of_low_balance` sees to whom that misses."""
    ledger.enter(session, pack=pack, kind="reserved", units=-1, actor=actor, at=now, incident_id=incident_id)
    left = ledger.balance_of(session, pack.id or 0)
    if left <= policy.packs.low_balance and not pack.told_low:
        pack.told_low = tell_buyers(session, pack=pack, kind=Kind.LOW_BALANCE, now=now)


def _checked(session: Session, pack: Pack | None, *, account_id: int, now: datetime) -> Pack:
    if pack is None or pack.account_id != account_id:
        raise ForeignPack("paid_with")
    if pack.expires_at <= now or pack.has_expired:
        raise PackExpired("paid_with", pack=masked(pack.confirmation))
    if ledger.balance_of(session, pack.id or 0) < 1:
        raise PackUsedUp("paid_with", pack=masked(pack.confirmation))
    return pack
