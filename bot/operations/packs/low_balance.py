"""The buyers are told once when little is left in a pack, and again when it has been more in between.

Filing tells the buyers at once. This finds what filing does not see: a correction, and an account without buyers.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot import ledger
from bot.operations.packs.buyers import tell_buyers
from bot.policy import Policy
from models import Pack
from models.vocabulary import Kind


def packs_of_new_balance(session: Session, *, policy: Policy, now: datetime) -> Sequence[int]:
    """Return the packs that have come down to a low balance untold, or have risen above it since it was told."""
    is_valid = (col(Pack.expires_at) > now, col(Pack.has_expired).is_(False))
    is_low = ledger.balance() <= policy.packs.low_balance
    found = session.exec(select(Pack.id).where(*is_valid, is_low != col(Pack.told_low)).order_by(col(Pack.id))).all()
    return [one for one in found if one is not None]


def warn_of_low_balance(
    session: Session, pack_id: int, *, policy: Policy, managers: Collection[str], now: datetime
) -> None:
    """Tell the buyers, or the managers where there are none, if the balance is low; a second time nothing happens.

    Where there is nobody to tell, it waits until there is.
    """
    pack = ledger.lock_pack(session, pack_id)
    is_low = ledger.balance_of(session, pack_id) <= policy.packs.low_balance
    if not is_low:
        pack.told_low = False
    elif not pack.told_low and not pack.has_expired:
        pack.told_low = tell_buyers(session, pack=pack, kind=Kind.LOW_BALANCE, managers=managers, now=now)
