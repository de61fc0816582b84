"""Which packs has an account, and what became of their units?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, case, col, func, select

from bot.rules.packs import Balance
from models import LedgerEntry, Pack


@dataclass(frozen=True)
class PackFacts:
    """One pack as its owner reads it."""

    id: int
    account_id: int
    confirmation: str
    """The whole number: it is masked before anybody reads it."""
    bought_on: date
    expires_on: date
    expires_at: datetime
    expiry_counts: str
    balance: Balance

    def is_usable(self, now: datetime) -> bool:
        """Can an incident be filed on it?"""
        return self.balance.left > 0 and now < self.expires_at


@dataclass(frozen=True)
class EntryFacts:
    """One entry of a pack's ledger."""

    kind: str
    units: int
    at: datetime
    actor: str
    incident: int | None
    reason: str


def packs_of(session: Session, *, account_ids: Collection[int]) -> Sequence[PackFacts]:
    """Return the packs of these accounts, those that expire first before the others."""
    found = session.exec(
        select(Pack).where(col(Pack.account_id).in_(account_ids)).order_by(col(Pack.expires_at), col(Pack.id))
    ).all()
    balances = _balances(session, [one.id for one in found if one.id is not None])
    return [_facts(one, balances) for one in found]


def pack_facts(session: Session, *, pack_id: int) -> PackFacts:
    """Return a pack that exists."""
    return _facts(session.get_one(Pack, pack_id), _balances(session, [pack_id]))


def entries_of(session: Session, *, pack_id: int) -> Sequence[EntryFacts]:
    """Return the entries of a pack's ledger, oldest first."""
    found = session.exec(select(LedgerEntry).where(LedgerEntry.pack_id == pack_id).order_by(col(LedgerEntry.id))).all()
    return [EntryFacts(one.kind, one.units, one.at, one.actor, one.incident_id, one.reason) for one in found]


def _balances(session: Session, pack_ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """Return for each pack: the sum of its entries, units settled, units reserved and neither settled nor released."""
    settled, reserved, released = (func.sum(case((LedgerEntry.kind == kind, 1), else_=0)) for kind in _KINDS)
    rows = session.exec(
        select(LedgerEntry.pack_id, func.sum(LedgerEntry.units), settled, reserved - settled - released)
        .where(col(LedgerEntry.pack_id).in_(pack_ids))
        .group_by(col(LedgerEntry.pack_id))
    ).all()
    return {pack_id: (int(left), int(used), int(held)) for pack_id, left, used, held in rows}


_KINDS = ("settled", "reserved", "released")


def _facts(pack: Pack, balances: dict[int, tuple[int, int, int]]) -> PackFacts:
    assert pack.id is not None  # noqa: S101 - a stored row has its number
    left, used, reserved = balances[pack.id]
    return PackFacts(
        id=pack.id,
        account_id=pack.account_id,
        confirmation=pack.confirmation,
        bought_on=pack.bought_on,
        expires_on=pack.expires_on,
        expires_at=pack.expires_at,
        expiry_counts=pack.expiry_counts,
        balance=Balance(size=pack.size, reserved=reserved, used=used, left=left),
    )
