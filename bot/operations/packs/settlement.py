"""A reserved unit is settled (used for good) or released (given back)."""

from functools import partial

from sqlmodel import Session

from bot import audit, ledger
from bot.database import id_of
from bot.operations.context import Context
from bot.operations.packs.expiry import expire_pack
from models import Incident, Pack
from models.vocabulary import Verdict


def settle_unit(
    session: Session, *, incident_id: int, context: Context, is_verdict: bool = False, reason: str = ""
) -> None:
    """Settle the incident's unit and mark the incident as billed; a second time changes nothing.

    An incident that was not closed before its pack expired, where closing counts, stays pending until a manager's
    verdict bills it. Call this before writing to the incident itself: everybody locks its account first.
    """
    incident = _unsettled(session, incident_id, context)
    if incident is None or (incident.billing == "pending_verdict" and not is_verdict):
        return
    if (pack := _reserved_pack(session, incident)) is not None:
        enter = partial(ledger.enter, session, pack=pack, actor=context.actor, at=context.now)
        enter(kind="settled", units=0, incident_id=incident_id)
    _become(session, incident, "billed", reason=reason, context=context)


def release_unit(session: Session, *, incident_id: int, reason: str, context: Context) -> None:
    """Release the incident's unit and mark the incident as waived; a second time changes nothing.

    A unit released to a pack that has expired meanwhile expires at once. Call this before writing to the incident
    itself: everybody locks its account first.
    """
    if (incident := _unsettled(session, incident_id, context)) is None:
        return
    if (pack := _reserved_pack(session, incident)) is not None:
        enter = partial(ledger.enter, session, pack=pack, actor=context.actor, at=context.now)
        enter(kind="released", units=1, incident_id=incident_id, reason=reason)
        if pack.has_expired:
            enter(kind="expired", units=-1)
    _become(session, incident, "waived", reason=reason, context=context)


def _unsettled(session: Session, incident_id: int, context: Context) -> Incident | None:
    """Return the incident, with its pack locked if it has one; None if it is billed or waived already.

    The account is locked before the incident is written, even if the caller has changed the incident. A pack for which
    closing counts expires now if it is due, so that nothing depends on when the job runs.
    """
    with session.no_autoflush:
        incident = session.get_one(Incident, incident_id)
        pack = ledger.lock_pack(session, incident.pack_id) if incident.pack_id is not None else None
    pays_until_closing = pack if pack is not None and pack.expiry_counts == "closing" else None
    if pays_until_closing is not None and ledger.reservation_of(session, incident_id=incident_id) is not None:
        expire_pack(session, id_of(pays_until_closing), context=context)
    session.refresh(incident, with_for_update=True)
    return None if incident.billing in {"billed", "waived"} else incident


def _reserved_pack(session: Session, incident: Incident) -> Pack | None:
    reservation = ledger.reservation_of(session, incident_id=incident.number)
    return session.get_one(Pack, reservation.pack_id, populate_existing=True) if reservation else None


def _become(session: Session, incident: Incident, billing: Verdict, *, reason: str, context: Context) -> None:
    before, incident.billing = incident.billing, billing
    incident.version += 1
    audit.record(
        session,
        incident_id=incident.number,
        kind="settle_unit" if billing == "billed" else "release_unit",
        actor=context.actor,
        at=context.now,
        before={"billing": before},
        after={"billing": billing} | ({"reason": reason} if reason else {}),
    )
