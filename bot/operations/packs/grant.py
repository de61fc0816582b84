"""A manager grants an account a pack that was bought."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import flush_or
from bot.policy import Policy
from bot.rules.packs import expiry_of, masked, midnight, normalised
from bot.rules.refusal import Refusal
from models import Pack


class NumberTaken(Refusal):
    """There is a pack with this order confirmation number already."""

    text = "refusal-number_taken"


class NoNumber(Refusal):
    """There is neither a letter nor a digit in the order confirmation number."""

    text = "refusal-empty"


class NotYetBought(Refusal):
    """The day of the purchase has not come yet anywhere: it would lengthen the pack's life for good."""

    text = "refusal-not_yet_bought"


class ExpiresTooSoon(Refusal):
    """The pack would expire on the day it was bought, or before."""

    text = "refusal-expires_too_soon"


def grant_pack(
    session: Session,
    *,
    account_id: int,
    confirmation: str,
    size: int,
    bought_on: date,
    expires_on: date | None = None,
    actor: str,
    policy: Policy,
    now: datetime,
) -> Pack:
    """Add a pack with its first entry and return it; it lasts a year unless another first day without it is named.

    Raises `NoNumber` or `NumberTaken` at the field `confirmation`, `NotYetBought` at `bought_on`, `ExpiresTooSoon` at
    `expires_on`.
    """
    number = normalised(confirmation)
    expires_on = expires_on or expiry_of(bought_on)
    if not number:
        raise NoNumber("confirmation")
    if bought_on > (now + timedelta(days=1)).date():  # Somewhere tomorrow has begun.
        raise NotYetBought("bought_on")
    if expires_on <= bought_on:
        raise ExpiresTooSoon("expires_on")
    account = ledger.lock_account(session, account_id)
    if session.exec(select(Pack.id).where(Pack.confirmation == number)).first() is not None:
        raise NumberTaken("confirmation")
    pack = Pack(
        account_id=account_id,
        confirmation=number,
        size=size,
        bought_on=bought_on,
        expires_on=expires_on,
        expires_at=midnight(expires_on, timezone=policy.calendar_of(account.calendar).timezone),
        expiry_counts=policy.packs.expiry_counts,
    )
    session.add(pack)
    flush_or(session, NumberTaken("confirmation"))
    ledger.enter(session, pack=pack, kind="granted", units=size, actor=actor, at=now)
    audit.record(
        session,
        account_id=account_id,
        kind="grant_pack",
        actor=actor,
        at=now,
        after={"pack": masked(number), "size": size, "expires_on": expires_on.isoformat()},
    )
    return pack
