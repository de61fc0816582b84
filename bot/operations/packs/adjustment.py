"""A manager corrects the balance of a pack."""

from datetime import datetime

from sqlmodel import Session

from bot import audit, ledger
from bot.rules.packs import masked
from bot.rules.refusal import Refusal


class NegativeBalance(Refusal):
    """The correction would take more than is left."""

    text = "refusal-negative_balance"


class NothingToCorrect(Refusal):
    """The pack has expired: what would be added could not be used, and there is nothing to take."""

    text = "refusal-nothing_to_correct"


def adjust_pack(session: Session, *, pack_id: int, units: int, reason: str, actor: str, now: datetime) -> None:
    """Correct a pack's balance by so many units, but not zero, for a reason.

    Raises `NothingToCorrect` at the field `pack` for one that has expired, `NegativeBalance` at `units`.
    """
    pack = ledger.lock_pack(session, pack_id)
    if pack.expires_at <= now:
        raise NothingToCorrect("pack", pack=masked(pack.confirmation))
    left = ledger.balance_of(session, pack_id)
    if left + units < 0:
        raise NegativeBalance("units", left=left)
    ledger.enter(session, pack=pack, kind="adjusted", units=units, actor=actor, at=now, reason=reason)
    audit.record(
        session,
        account_id=pack.account_id,
        kind="adjust_pack",
        actor=actor,
        at=now,
        after={"pack": masked(pack.confirmation), "units": units, "reason": reason},
    )
