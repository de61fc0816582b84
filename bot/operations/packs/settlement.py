"""A unit that was set aside is used for good, or given back."""

from datetime import datetime

from sqlmodel import Session

from bot import audit, ledger
from bot.operations.packs.expiry import expire_pack
from models import Incident, Pack


def settle_unit(
    session: Session, *, incident_id: int, actor: str, now: datetime, is_verdict: bool = False, reason: str = ""
) -> None:
    """Use the incident's unit for good; one that is paid by itself is billed. A second time changes nothing.

    One that was not closed before its pack expired, where closing counts, stays pending until a manager's verdict bills
    it. Call this before the incident itself is written: its account is locked first, as by everybody else.
    """
    incident = _unsettled(session, incident_id, now=now)
    if incident is None or (incident.billing == "pending_verdict" and not is_verdict):
        return
    if (pack := _reserved_pack(session, incident)) is not None:
        ledger.enter(session, pack=pack, kind="settled", units=0, actor=actor, at=now, incident_id=incident_id)
    _become(session, incident, "billed", actor=actor, now=now, reason=reason)


def release_unit(session: Session, *, incident_id: int, actor: str, reason: str, now: datetime) -> None:
    """Give the incident's unit back: it costs nothing. A second time changes nothing.

    What comes back to a pack that has expired meanwhile expires at once. Call this before the incident itself is
    written: its account is locked first, as by everybody else.
    """
    if (incident := _unsettled(session, incident_id, now=now)) is None:
        return
    if (pack := _reserved_pack(session, incident)) is not None:
        ledger.enter(
            session, pack=pack, kind="released", units=1, actor=actor, at=now, incident_id=incident_id, reason=reason
        )
        if pack.has_expired:
            ledger.enter(session, pack=pack, kind="expired", units=-1, actor=actor, at=now)
    _become(session, incident, "waived", actor=actor, now=now, reason=reason)


def _unsettled(session: Session, incident_id: int, *, now: datetime) -> Incident | None:
    """Return the incident, with its pack locked if it has one, unless it is billed or waived already.

    The account is locked before the incident is written, even if the caller has changed it. A pack that pays until
    closing, and whose time has come, expires now: nothing depends on how soon the watch comes round.
    """
    with session.no_autoflush:
        incident = session.get_one(Incident, incident_id)
        pack = ledger.lock_pack(session, incident.pack_id) if incident.pack_id is not None else None
    pays_until_closing = pack if pack is not None and pack.expiry_counts == "closing" else None
    if pays_until_closing is not None and ledger.reservation_of(session, incident_id=incident_id) is not None:
        expire_pack(session, pays_until_closing.id or 0, now=now)
    session.refresh(incident, with_for_update=True)
    return None if incident.billing in {"billed", "waived"} else incident


def _reserved_pack(session: Session, incident: Incident) -> Pack | None:
    reservation = ledger.reservation_of(session, incident_id=incident.id or 0)
    return session.get_one(Pack, reservation.pack_id, populate_existing=True) if reservation else None


def _become(session: Session, incident: Incident, billing: str, *, actor: str, now: datetime, reason: str = "") -> None:
    before, incident.billing = incident.billing, billing
    incident.version += 1
    audit.record(
        session,
        incident_id=incident.id or 0,
        kind="settle_unit" if billing == "billed" else "release_unit",
        actor=actor,
        at=now,
        before={"billing": before},
        after={"billing": billing} | ({"reason": reason} if reason else {}),
    )
