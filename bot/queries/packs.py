"""Which packs does an account have, and what became of their units?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, text, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, case, col, func, or_, select

from bot.facts.counted import COUNT_LIMIT
from bot.facts.pack import EntryFacts, PackFacts, PackHistory, PackLeft
from bot.queries.of_accounts import of_accounts
from bot.rules.packs import Balance
from models import Account, LedgerEntry, Pack

NOT_USED_UP = text("pack.units_left > 0")
"""Written out instead of bound as a parameter, so that the databases use their partial index of these packs."""


_LEFT: Any = sql_select(Pack.id, Pack.confirmation, Pack.expires_on, Pack.size, Pack.units_left)  # type: ignore[call-overload]
_NUMBER: Any = col(Pack.id)
_IN_ORDER = (col(Pack.expires_at), _NUMBER)


def usable_packs(session: Session, *, account_ids: Collection[int], now: datetime, limit: int) -> Sequence[PackLeft]:
    """Return up to `limit` packs of these accounts that can pay, in order of expiry."""
    can_pay = and_(NOT_USED_UP, col(Pack.expires_at) > now)
    return _first(session, account_ids, can_pay, in_order=_IN_ORDER, limit=limit)


def valid_packs(session: Session, *, account_id: int, now: datetime, limit: int) -> Sequence[PackLeft]:
    """Return up to `limit` packs of an account that have not expired, in order of expiry."""
    valid = _LEFT.where(col(Pack.account_id) == account_id, col(Pack.expires_at) > now)
    return [PackLeft(*one) for one in session.execute(valid.order_by(*_IN_ORDER).limit(limit))]


def units_left(session: Session, *, account_id: int, now: datetime) -> int:
    """Return how many incidents can be filed on the account's packs."""
    left = select(func.coalesce(func.sum(Pack.units_left), 0))
    return int(session.exec(left.where(Pack.account_id == account_id, NOT_USED_UP, col(Pack.expires_at) > now)).one())


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
    numbers = [one.id for one in usable_packs(session, account_ids=account_ids, now=now, limit=packs)]
    if (room := packs - len(numbers)) > 0:  # Few are usable, so the walk to the others passes few.
        is_gone = or_(col(Pack.units_left) <= 0, col(Pack.expires_at) <= now)
        last_first = [one.desc() for one in _IN_ORDER]
        gone = _first(session, account_ids, is_gone, in_order=last_first, limit=room)
        numbers += [one.id for one in gone]
    found = {one.id: one for one in _found(session, _NUMBER.in_(numbers))} if numbers else {}
    shown = [found[one] for one in numbers]
    theirs = select(Pack.id).where(col(Pack.account_id).in_(account_ids))
    return _histories(session, shown, among=theirs, limit=entries // max(1, len(shown)))


def _first(
    session: Session,
    account_ids: Collection[int],
    is_meant: ColumnElement[bool],
    *,
    in_order: Sequence[Any],
    limit: int,
) -> Sequence[PackLeft]:
    """Return the first `limit` of these packs in this order, which `of_accounts` lets an index answer."""
    each = [
        select(_NUMBER).where(one, is_meant).order_by(*in_order).limit(limit).subquery()
        for one in of_accounts(Pack.account_id, account_ids)
    ]
    if not each:
        return []
    found = _LEFT.where(_NUMBER.in_(union_all(*(sql_select(one) for one in each))))
    return [PackLeft(*one) for one in session.execute(found.order_by(*in_order).limit(limit))]


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
    found = session.exec(
        select(Pack, Account.name, Account.code).join(Account).where(*is_meant).order_by(*_IN_ORDER)
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
