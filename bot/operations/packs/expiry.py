"""A pack expires at midnight in its account's zone: the units neither reserved nor settled are taken.

The buyers are notified some days before, in the morning in their zone, if units are left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from bot import audit, ledger
from bot.database import id_of
from bot.operations.context import Context
from bot.operations.packs.buyers import notify_those_responsible
from bot.policy import Policy
from bot.queries.packs import NOT_USED_UP
from bot.rules.days import A_DAY
from bot.rules.packs import days_to_notify, is_time_to_notify, local_date, masked
from bot.rules.person import GUICHET
from models import Account, Incident, LedgerEntry, Pack
from models.vocabulary import Kind

EXPIRED = "expired"
"""Reason given in the ledger where a unit is released because its pack expires."""


def packs_to_expire(session: Session, *, context: Context) -> Sequence[int]:
    """Return the ids of the packs that are due to expire."""
    is_due = (col(Pack.expires_at) <= context.now, col(Pack.has_expired).is_(False))
    found = session.exec(select(Pack.id).where(*is_due).order_by(col(Pack.expires_at), col(Pack.id))).all()
    return [one for one in found if one is not None]


def expire_pack(session: Session, pack_id: int, *, context: Context) -> None:
    """Take the units left in a pack; does nothing if it has expired already or is not due yet.

    Recorded as an act of Guichet, whoever causes it.
    """
    now = context.now
    pack = ledger.lock_pack(session, pack_id)
    if pack.has_expired or now < pack.expires_at:
        return
    pack.has_expired = True
    if pack.expiry_counts == "closing":
        _take_back(session, pack, context=context)
    left = ledger.balance_of(session, pack_id)
    if left > 0:
        ledger.enter(session, pack=pack, kind="expired", units=-left, actor=GUICHET.user_id, at=now)
    audit.record(
        session,
        account_id=pack.account_id,
        kind="expire_packs",
        actor=GUICHET.user_id,
        at=now,
        after={"pack": masked(pack.confirmation), "expired": left},
    )


def _take_back(session: Session, pack: Pack, *, context: Context) -> None:
    """Release the units of incidents that were not closed in time; a manager decides whether each is billed."""
    entries = session.exec(select(LedgerEntry.incident_id).where(LedgerEntry.pack_id == pack.id)).all()
    for incident_id in sorted({one for one in entries if one is not None}):
        reservation = ledger.reservation_of(session, incident_id=incident_id)
        if reservation is not None and reservation.pack_id == pack.id:
            _release(session, pack, incident_id, context=context)


def _release(session: Session, pack: Pack, incident_id: int, *, context: Context) -> None:
    ledger.enter(
        session,
        pack=pack,
        kind="released",
        units=1,
        actor=GUICHET.user_id,
        at=context.now,
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
        actor=GUICHET.user_id,
        at=context.now,
        before={"billing": before},
        after={"billing": incident.billing},
    )


def packs_near_expiry(session: Session, *, context: Context) -> Sequence[int]:
    """Return the ids of the packs whose buyers are to be notified now of their expiry."""
    policy, now = context.policy, context.now
    if not policy.packs.warn_before:
        return []
    days = [one.days for one in policy.packs.warn_before]
    found = session.exec(
        select(Pack, Account.calendar)
        .join(Account)
        .where(
            col(Pack.expires_at) > now,
            col(Pack.expires_at) <= now + timedelta(days=max(days)) + A_DAY,
            col(Pack.has_expired).is_(False),
            or_(col(Pack.expiry_notified_days).is_(None), col(Pack.expiry_notified_days) > min(days)),
            NOT_USED_UP,
        )
        .order_by(col(Pack.expires_at), col(Pack.id))
    ).all()
    return [id_of(pack) for pack, calendar in found if _due(pack, calendar, policy, now=now) is not None]


def warn_of_expiry(session: Session, pack_id: int, *, context: Context) -> None:
    """Notify the buyers, or the managers if there are none, once.

    After a stop only the most urgent notice is given. If there is nobody to notify, the technicians are told, and the
    notice waits until there is somebody.
    """
    pack, now = ledger.lock_pack(session, pack_id), context.now
    calendar = session.get_one(Account, pack.account_id).calendar
    days = _due(pack, calendar, context.policy, now=now)
    if days is None or pack.has_expired or now >= pack.expires_at or ledger.balance_of(session, pack_id) < 1:
        return
    parameters = {"timezone": context.policy.timezone_of(calendar)}
    if notify_those_responsible(session, pack=pack, kind=Kind.EXPIRY_NOTICE, parameters=parameters, context=context):
        pack.expiry_notified_days = days


def _due(pack: Pack, calendar: str | None, policy: Policy, *, now: datetime) -> int | None:
    """Return how many days before expiry the notice now due is for; None if it is too early in the year or the day."""
    timezone = policy.timezone_of(calendar)
    if not is_time_to_notify(now, timezone=timezone):
        return None
    days_left = (pack.expires_on - local_date(now, timezone=timezone)).days
    return days_to_notify(days_left, warn_before=policy.packs.warn_before, notified=pack.expiry_notified_days)
