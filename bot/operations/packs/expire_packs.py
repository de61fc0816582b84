"""At midnight of its account's zone a pack expires: what is neither reserved nor settled is taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot import audit, ledger
from bot.operations.packs.reserve_unit import GUICHET
from bot.rules.packs import masked
from models import Incident, LedgerEntry, Pack

EXPIRED = "expired"
"""The reason that is given for what happens because a pack expires."""


def packs_to_expire(session: Session, *, now: datetime) -> Sequence[int]:
    """Return the packs whose time has come."""
    is_due = (col(Pack.expires_at) <= now, col(Pack.has_expired).is_(False))
    found = session.exec(select(Pack.id).where(*is_due).order_by(col(Pack.expires_at), col(Pack.id))).all()
    return [one for one in found if one is not None]


def expire_pack(session: Session, pack_id: int, *, now: datetime) -> None:
    """Take what is left of a pack; a second time, or before its time, nothing happens."""
    pack = ledger.lock_pack(session, pack_id)
    if pack.has_expired or now < pack.expires_at:
        return
    pack.has_expired = True
    if pack.expiry_counts == "closing":
        _take_back(session, pack, now=now)
    left = ledger.balance_of(session, pack_id)
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
        if reservation is not None and reservation.pack_id == pack.id:
            _release(session, pack, incident_id, now)


def _release(session: Session, pack: Pack, incident_id: int, now: datetime) -> None:
    ledger.enter(
        session,
        pack=pack,
        kind="released",
        units=1,
        actor=GUICHET,
        at=now,
        incident_id=incident_id,
        reason=EXPIRED,
    )
    incident = session.get_one(Incident, incident_id, populate_existing=True, with_for_update=True)
    before, incident.billing = incident.billing, "pending_verdict"
    incident.version += 1
    audit.record(
        session,
        incident_id=incident_id,
        kind="expire_packs",
        actor=GUICHET,
        at=now,
        before={"billing": before},
        after={"billing": incident.billing},
    )
