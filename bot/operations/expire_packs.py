"""At midnight of its account's zone a pack expires: what is neither reserved nor settled is taken."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot import audit, ledger
from bot.operations.reserve_unit import GUICHET
from bot.rules.packs import masked
from models import Incident, LedgerEntry, Pack

AT_ONCE = 50
"""So many packs expire in one transaction; the next run sees to the rest."""


def expire_packs(session: Session, *, now: datetime) -> int:
    """Let every pack expire whose time has come; return how many there were, at most `AT_ONCE`."""
    due = session.exec(
        select(Pack.id, Pack.account_id)
        .where(col(Pack.expires_at) <= now, col(Pack.has_expired).is_(False))
        .order_by(col(Pack.account_id), col(Pack.id))
        .limit(AT_ONCE)
    ).all()
    for pack_id, account_id in due:
        ledger.lock_account(session, account_id)
        pack = session.get_one(Pack, pack_id, populate_existing=True)
        if not pack.has_expired:
            _expire(session, pack, now=now)
    return len(due)


def _expire(session: Session, pack: Pack, *, now: datetime) -> None:
    pack.has_expired = True
    if pack.expiry_counts == "closing":
        _take_back(session, pack, now=now)
    left = ledger.balance_of(session, pack.id or 0)
    if left > 0:
        ledger.enter(session, pack=pack, kind="expired", units=-left, actor=GUICHET, at=now)
    audit.record(
        session,
        account_id=pack.account_id,
        kind="expire_packs",
        actor=GUICHET,
        at=now,
        after={"pack": masked(pack.confirmation), "expired": left},
    )


def _take_back(session: Session, pack: Pack, *, now: datetime) -> None:
    """Take the units of incidents that were not closed in time; a manager decides what they cost."""
    entries = session.exec(select(LedgerEntry.incident_id).where(LedgerEntry.pack_id == pack.id)).all()
    for incident_id in sorted({one for one in entries if one is not None}):
        reservation = ledger.reservation_of(session, incident_id=incident_id)
        if reservation is None or reservation.pack_id != pack.id:
            continue
        incident = session.get_one(Incident, incident_id)
        ledger.enter(
            session,
            pack=pack,
            kind="released",
            units=1,
            actor=GUICHET,
            at=now,
            incident_id=incident_id,
            reason="expired",
        )
        before, incident.billing = incident.billing, "pending_verdict"
        audit.record(
            session,
            incident_id=incident_id,
            kind="expire_packs",
            actor=GUICHET,
            at=now,
            before={"billing": before},
            after={"billing": incident.billing},
        )
