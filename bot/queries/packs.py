"""Which packs does an account have, and what became of their units?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, text, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, case, col, func, or_, select

from bot.facts.counted import COUNT_LIMIT
from bot.facts.pack import EntryFacts, PackFacts, PackHistory
from bot.rules.packs import Balance
from models import Account, LedgerEntry, Pack

NOT_USED_UP = text("pack.units_left > 0")
"""Written out instead of bound as a parameter, so that the databases use their partial index of these packs."""


def usable_packs(session: Session, *, account_ids: Collection[int], now: datetime) -> Sequence[PackFacts]:
    """Return the packs of these accounts that can pay, in order of expiry."""
    return _found(session, col(Pack.account_id).in_(account_ids), NOT_USED_UP, col(Pack.expires_at) > now)


def valid_packs(session: Session, *, account_id: int, now: datetime) -> Sequence[PackFacts]:
    """Return the packs of an account that have not expired, in order of expiry."""
    return _found(session, col(Pack.account_id) == account_id, col(Pack.expires_at) > now)


def units_left(session: Session, *, account_id: int, now: datetime) -> int:
    """Return how many incidents can be filed on the account's packs."""
    return sum(one.balance.left for one in usable_packs(session, account_ids=[account_id], now=now))


def pack_facts(session: Session, *, pack_id: int) -> PackFacts:
    """Return the facts of a pack that must exist."""
    (pack,) = _found(session, col(Pack.id) == pack_id)
    return pack


def histories_of(
    session: Session, *, account_ids: Collection[int], now: datetime, packs: int, entries: int
) -> tuple[Sequence[PackHistory], int]:
    """Return up to `packs` packs of these accounts, and how many there are in all, counted as `count_some` does.

    First come the usable ones in order of expiry, then the others, the latest expiry first. Up to `entries` ledger
    entries are divided evenly among them.
    """
    theirs = col(Pack.account_id).in_(account_ids)
    found = _found(session, col(Pack.id).in_(_nearest(account_ids, now=now, limit=packs))) if account_ids else []
    usable = [one for one in found if one.is_usable(now)]
    shown = [*usable, *(one for one in reversed(found) if not one.is_usable(now))][:packs]
    return _histories(session, shown, among=select(Pack.id).where(theirs), limit=entries // max(1, len(shown)))


def _nearest(account_ids: Collection[int], *, now: datetime, limit: int) -> Any:
    """Return a select of the ids of up to `limit` packs of each account that can pay, and as many that cannot.

    Each account is queried by itself, in index order.
    """
    expires_at, number = col(Pack.expires_at), col(Pack.id)
    usable = (and_(NOT_USED_UP, expires_at > now), (expires_at, number))
    gone = (or_(col(Pack.units_left) <= 0, expires_at <= now), (expires_at.desc(), number.desc()))
    each = [
        select(number).where(col(Pack.account_id) == account, condition).order_by(*order).limit(limit).subquery()
        for account in account_ids
        for condition, order in (usable, gone)
    ]
    return union_all(*(sql_select(one) for one in each))


def _histories(
    session: Session, packs: Sequence[PackFacts], *, among: Any, limit: int
) -> tuple[Sequence[PackHistory], int]:
    """Return these packs with up to `limit` of their newest entries each, oldest first, and how many `among` gives.

    `among` is counted as `count_some` does, by the same statement, as every pack has an entry.
    """
    entry = col(LedgerEntry.id)
    newest = func.row_number().over(partition_by=col(LedgerEntry.pack_id), order_by=entry.desc()).label("newest")
    in_all = func.count().over(partition_by=col(LedgerEntry.pack_id)).label("in_all")
    of_these = col(LedgerEntry.pack_id).in_([one.id for one in packs])
    rank = select(entry.label("id"), newest, in_all).where(of_these).subquery()
    every = select(func.count()).select_from(among.limit(COUNT_LIMIT + 1).subquery()).scalar_subquery()
    wanted = select(LedgerEntry, rank.c.in_all, every).join(rank, entry == rank.c.id)
    entries: dict[int, list[EntryFacts]] = {one.id: [] for one in packs}
    counts, count = dict[int, int](), len(packs)
    for one, in_pack, count in session.exec(wanted.where(rank.c.newest <= limit).order_by(entry)):  # noqa: B007 - the same in each row
        entries[one.pack_id].append(EntryFacts(one.kind, one.units, one.at, one.actor, one.incident_id, one.reason))
        counts[one.pack_id] = in_pack
    return [PackHistory(one, entries[one.id], counts.get(one.id, 0)) for one in packs], count


def _found(session: Session, *is_meant: ColumnElement[bool] | TextClause | bool) -> Sequence[PackFacts]:
    in_order = (col(Pack.expires_at), col(Pack.id))
    found = session.exec(
        select(Pack, Account.name, Account.code).join(Account).where(*is_meant).order_by(*in_order)
    ).all()
    balances = _balances(session, [pack.id for pack, *_ in found if pack.id is not None])
    return [_facts(pack, balances, account=account, code=code) for pack, account, code in found]


def _balances(session: Session, pack_ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """Return for each pack the sum of its entries, the units settled, and the units still reserved."""
    settled, reserved, released = (func.sum(case((LedgerEntry.kind == kind, 1), else_=0)) for kind in _KINDS)
    rows = session.exec(
        select(LedgerEntry.pack_id, func.sum(LedgerEntry.units), settled, reserved - settled - released)
        .where(col(LedgerEntry.pack_id).in_(pack_ids))
        .group_by(col(LedgerEntry.pack_id))
    ).all()
    return {pack_id: (int(left), int(used), int(held)) for pack_id, left, used, held in rows}


_KINDS = ("settled", "reserved", "released")


def _facts(pack: Pack, balances: dict[int, tuple[int, int, int]], *, account: str, code: str) -> PackFacts:
    assert pack.id is not None  # noqa: S101 - a stored row has its number
    left, used, reserved = balances[pack.id]
    return PackFacts(
        id=pack.id,
        account_id=pack.account_id,
        account=account,
        confirmation=pack.confirmation,
        bought_on=pack.bought_on,
        expires_on=pack.expires_on,
        expires_at=pack.expires_at,
        expiry_counts=pack.expiry_counts,
        balance=Balance(size=pack.size, reserved=reserved, used=used, left=left),
        account_code=code,
    )
