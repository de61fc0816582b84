"""What became of each unit of a pack? Operations call these; entries are only ever added, under the account's lock."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import Account, LedgerEntry, Pack
from models.vocabulary import EntryKind


def lock_account(session: Session, account_id: int) -> Account:
    """Lock the account until the commit, so that nobody else changes its packs meanwhile; return its row.

    On SQLite the transaction itself is the lock. On PostgreSQL it is FOR NO KEY UPDATE, which lets others add rows that
    refer to the account, so that filing does not wait for the end of an import. The caller's pending changes are
    flushed only afterwards: two transactions that lock rows in different orders would wait for each other.
    """
    with session.no_autoflush:
        account = session.exec(select(Account).where(Account.id == account_id).with_for_update(key_share=True)).one()
    session.flush()
    return account


def lock_pack(session: Session, pack_id: int) -> Pack:
    """Lock the account that a pack belongs to, and return the pack as it is now; raise NoResultFound if it is gone."""
    pack = session.get_one(Pack, pack_id)
    lock_account(session, pack.account_id)
    session.refresh(pack)
    return pack


def balance_of(session: Session, pack_id: int) -> int:
    """Return what is left of a pack: the sum that the database keeps of its entries, however many there are.

    It cannot change while the account is locked.
    """
    return session.exec(select(Pack.units_left).where(Pack.id == pack_id)).one()


def reservation_of(session: Session, *, incident_id: int) -> LedgerEntry | None:
    """Return the entry by which a unit is set aside for an incident; None if there is none left."""
    last = session.exec(
        select(LedgerEntry).where(LedgerEntry.incident_id == incident_id).order_by(col(LedgerEntry.id).desc()).limit(1)
    ).first()
    return last if last is not None and last.kind == "reserved" else None


def enter(
    session: Session,
    *,
    pack: Pack,
    kind: EntryKind,
    units: int,
    actor: str,
    at: datetime,
    incident_id: int | None = None,
    reason: str = "",
) -> None:
    """Add one entry; the caller has locked the account and seen to it that the balance does not fall below zero."""
    assert pack.id is not None  # noqa: S101 - a stored row has its number
    session.add(
        LedgerEntry(pack_id=pack.id, incident_id=incident_id, kind=kind, units=units, at=at, actor=actor, reason=reason)
    )
    session.flush()
