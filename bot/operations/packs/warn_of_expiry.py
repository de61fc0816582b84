"""The buyers are told some days before a pack expires with something left, in the morning of their zone."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from bot import ledger
from bot.operations.packs.notify_buyers import A_DAY, tell_buyers, zone_of
from bot.policy import Policy
from bot.rules.packs import days_told, is_time_to_tell, local_date
from models import Account, Pack
from models.vocabulary import Kind


def packs_near_expiry(session: Session, *, policy: Policy, now: datetime) -> Sequence[int]:
    """Return the packs of whose expiry the buyers are to be told now."""
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
            or_(col(Pack.told_days).is_(None), col(Pack.told_days) > min(days)),
            ledger.balance() > 0,
        )
        .order_by(col(Pack.expires_at), col(Pack.id))
    ).all()
    return [pack.id or 0 for pack, calendar in found if _due(pack, calendar, policy, now) is not None]


def warn_of_expiry(session: Session, pack_id: int, *, policy: Policy, managers: Collection[str], now: datetime) -> None:
    """Tell the buyers, or the managers where there are none; a second time nothing happens.

    After a stop only the most urgent notice is given. Where there is nobody to tell, it waits until there is.
    """
    pack = ledger.lock_pack(session, pack_id)
    calendar = session.get_one(Account, pack.account_id).calendar
    days = _due(pack, calendar, policy, now)
    if days is None or pack.has_expired or now >= pack.expires_at or ledger.balance_of(session, pack_id) < 1:
        return
    facts = {"timezone": zone_of(policy, calendar)}
    if tell_buyers(session, pack=pack, kind=Kind.EXPIRY_NOTICE, managers=managers, facts=facts, now=now):
        pack.told_days = days


def _due(pack: Pack, calendar: str | None, policy: Policy, now: datetime) -> int | None:
    """Return the number of days of which is to be told; None if it is too early in the year or in the day."""
    timezone = zone_of(policy, calendar)
    if not is_time_to_tell(now, timezone=timezone):
        return None
    days_left = (pack.expires_on - local_date(now, timezone=timezone)).days
    return days_told(days_left, warn_before=policy.packs.warn_before, told=pack.told_days)
