"""The buyers are notified once when few units are left in a pack, and again if there were more in between.

Filing notifies the buyers at once. This covers what filing does not: a correction, and an account without buyers.
"""

from collections.abc import Sequence

from sqlmodel import Session, and_, col, select

from bot import ledger
from bot.operations.context import Context
from bot.operations.packs.buyers import notify_those_responsible
from models import Pack
from models.vocabulary import Kind


def packs_of_new_balance(session: Session, *, context: Context) -> Sequence[int]:
    """Return the ids of packs that have a low balance and no notice, or a notice and a balance no longer low."""
    is_valid = (col(Pack.expires_at) > context.now, col(Pack.has_expired).is_(False))
    little, left = context.policy.packs.low_balance, col(Pack.units_left)
    is_unknown = and_(col(Pack.low_balance_notified).is_(False), left <= little)
    is_over = and_(col(Pack.low_balance_notified).is_(True), left > little)
    found = (session.exec(select(Pack.id).where(*is_valid, one)).all() for one in (is_unknown, is_over))
    return sorted(one for numbers in found for one in numbers if one is not None)


def warn_of_low_balance(session: Session, pack_id: int, *, context: Context) -> None:
    """Notify the buyers, or the managers if there are none, if the balance is low, once.

    If there is nobody to notify, the technicians are told, and the notice waits until there is somebody.
    """
    pack = ledger.lock_pack(session, pack_id)
    is_low = ledger.balance_of(session, pack_id) <= context.policy.packs.low_balance
    if not is_low:
        pack.low_balance_notified = False
    elif not pack.low_balance_notified and not pack.has_expired:
        pack.low_balance_notified = notify_those_responsible(session, pack=pack, kind=Kind.LOW_BALANCE, context=context)
