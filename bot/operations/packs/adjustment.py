"""A manager corrects the balance of a pack."""

from sqlmodel import Session

from bot import audit, ledger
from bot.operations.context import Context
from bot.rules.packs import Adjustment, masked
from bot.rules.refusal import Refusal


class NegativeBalance(Refusal):
    """The correction would take more than is left."""

    text = "refusal-negative_balance"


class NothingToCorrect(Refusal):
    """The pack has expired: what would be added could not be used, and there is nothing to take."""

    text = "refusal-nothing_to_correct"


def adjust_pack(session: Session, adjustment: Adjustment, *, context: Context) -> None:
    """Correct a pack's balance by this many units, not zero, for a reason.

    Raises `NothingToCorrect` at the field `pack` for one that has expired, `NegativeBalance` at `units`.
    """
    pack = ledger.lock_pack(session, adjustment.pack_id)
    units, reason = adjustment.units, adjustment.reason
    if pack.expires_at <= context.now:
        raise NothingToCorrect("pack", pack=masked(pack.confirmation))
    left = ledger.balance_of(session, adjustment.pack_id)
    if left + units < 0:
        raise NegativeBalance("units", left=left)
    ledger.enter(session, pack=pack, kind="adjusted", units=units, actor=context.actor, at=context.now, reason=reason)
    audit.record(
        session,
        account_id=pack.account_id,
        kind="adjust_pack",
        actor=context.actor,
        at=context.now,
        after={"pack": masked(pack.confirmation), "units": units, "reason": reason},
    )
