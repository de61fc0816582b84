"""The first part of a divided incident takes over what pays for the whole: the books stay as they were."""

from datetime import datetime

from sqlmodel import Session

from bot import audit, ledger
from bot.operations.packs.expire_packs import expire_pack
from models import Incident, Pack

SPLIT = "split"
"""The reason that the ledger gives for both entries."""


def move_unit(session: Session, *, parent: Incident, child: Incident, actor: str, now: datetime) -> None:
    """Let the child be paid as its parent was, which costs nothing any more; the account is locked.

    A unit is released and reserved again at once, also of a pack that has expired meanwhile: it was set aside before. A
    parent that was billed or waived before it was reopened stays so, and its child costs nothing more.
    """
    _let_expire(session, parent, now=now)
    before = parent.billing
    child.pack_id = parent.pack_id
    child.billing = "waived" if before in {"billed", "waived"} else before
    reservation = ledger.reservation_of(session, incident_id=parent.id or 0)
    if reservation is not None:
        pack = session.get_one(Pack, reservation.pack_id, populate_existing=True)
        for kind, units, whose in (("released", 1, parent), ("reserved", -1, child)):
            ledger.enter(
                session, pack=pack, kind=kind, units=units, actor=actor, at=now, incident_id=whose.id, reason=SPLIT
            )
    parent.billing = "billed" if before == "billed" else "waived"
    audit.record(
        session,
        incident_id=parent.id,
        kind="move_unit",
        actor=actor,
        at=now,
        before={"billing": before},
        after={"billing": parent.billing, "moved_to": child.id},
    )


def _let_expire(session: Session, incident: Incident, *, now: datetime) -> None:
    """Let a pack that pays until closing expire if its time has come: nothing depends on when the watch comes."""
    if incident.pack_id is None or ledger.reservation_of(session, incident_id=incident.id or 0) is None:
        return
    if session.get_one(Pack, incident.pack_id).expiry_counts == "closing":
        expire_pack(session, incident.pack_id, now=now)
