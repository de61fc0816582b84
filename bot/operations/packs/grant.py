"""A manager grants an account a pack that was bought."""

from datetime import date, datetime

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import flush_or
from bot.operations.context import Context
from bot.rules.days import A_DAY
from bot.rules.packs import Grant, expiry_of, masked, midnight, normalised
from bot.rules.refusal import Refusal
from models import Pack


class NumberTaken(Refusal):
    """Another pack has this order confirmation number."""

    text = "refusal-number_taken"


class NoOrderNumber(Refusal):
    """There is neither a letter nor a digit in the order confirmation number."""

    text = "refusal-empty"


class NotYetBought(Refusal):
    """The date of purchase is in the future in every time zone: it would lengthen the pack's life."""

    text = "refusal-not_yet_bought"


class ExpiresTooSoon(Refusal):
    """The pack would expire on the day it was bought, or before."""

    text = "refusal-expires_too_soon"


def grant_pack(session: Session, grant: Grant, *, context: Context) -> Pack:
    """Add a pack with its first ledger entry and return it; it expires after a year unless `expires_on` is given.

    Raises `NoOrderNumber` or `NumberTaken` at the field `confirmation`, `NotYetBought` at `bought_on`, and
    `ExpiresTooSoon` at `expires_on`.
    """
    number = normalised(grant.confirmation)
    expires_on = grant.expires_on or expiry_of(grant.bought_on)
    _check(number, grant.bought_on, expires_on, now=context.now)
    account = ledger.lock_account(session, grant.account_id)
    if session.exec(select(Pack.id).where(Pack.confirmation == number)).first() is not None:
        raise NumberTaken("confirmation")
    pack = Pack(
        account_id=grant.account_id,
        confirmation=number,
        size=grant.size,
        bought_on=grant.bought_on,
        expires_on=expires_on,
        expires_at=midnight(expires_on, timezone=context.policy.calendar_of(account.calendar).timezone),
        expiry_counts=context.policy.packs.expiry_counts,
    )
    session.add(pack)
    flush_or(session, NumberTaken("confirmation"))
    ledger.enter(session, pack=pack, kind="granted", units=grant.size, actor=context.actor, at=context.now)
    audit.record(
        session,
        account_id=grant.account_id,
        kind="grant_pack",
        actor=context.actor,
        at=context.now,
        after={"pack": masked(number), "size": grant.size, "expires_on": expires_on.isoformat()},
    )
    return pack


def _check(number: str, bought_on: date, expires_on: date, *, now: datetime) -> None:
    if not number:
        raise NoOrderNumber("confirmation")
    if bought_on > (now + A_DAY).date():
        raise NotYetBought("bought_on")
    if expires_on <= bought_on:
        raise ExpiresTooSoon("expires_on")
