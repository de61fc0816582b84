"""A manager adds an account, or changes one."""

from typing import Any

from sqlmodel import Session, col, select

from bot import audit, ledger
from bot.counters import refresh_counters
from bot.database import flush_or
from bot.operations.context import Context
from bot.policy import Policy
from bot.rules.accounts import DEFAULT_CALENDAR, AccountDetails
from bot.rules.packs import midnight
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from models import Account, Pack
from models.search_text import search_text


class CodeTaken(Refusal):
    """There is another account with this code."""

    text = "refusal-code_taken"


class UnknownCalendar(Refusal):
    """The policy has no calendar of this name."""

    text = "refusal-unknown_calendar"


def edit_account(session: Session, details: AccountDetails, *, context: Context) -> Account:
    """Add an account, or change the one with this number, and return it; if nothing changes, nothing is recorded.

    The code is stored in capital letters. A calendar in another zone moves the midnight at which the account's packs
    expire; its counters show a new name or language at once. Raises `CodeTaken` at the field `code`, `UnknownCalendar`
    at `calendar`.
    """
    number = details.account_id
    account = Account(code="", name="") if number is None else ledger.lock_account(session, number)
    before = _values(account)
    account.code = _free_code(session, details.code, number)
    account.name = details.name
    account.search_text = search_text(account.name, account.code)
    account.calendar = _known_calendar(details.calendar, context.policy)
    account.locale = details.locale
    if _values(account) == before:
        return account
    session.add(account)
    flush_or(session, CodeTaken("code"))
    if account.calendar != before["calendar"]:
        _move_expiry(session, account, context.policy)
    if number is not None:
        refresh_counters(session, accounts=[number], policy=context.policy, now=context.now)
    _record(session, account, before if number is not None else {}, context=context)
    return account


def _values(account: Account) -> dict[str, Any]:
    return {"code": account.code, "name": account.name, "calendar": account.calendar, "locale": account.locale}


def _free_code(session: Session, typed: str, account_id: int | None) -> str:
    code = one_line(typed).upper()
    with session.no_autoflush:
        taken = session.exec(select(Account.id).where(Account.code == code)).one_or_none()
    if taken not in {None, account_id}:
        raise CodeTaken("code")
    return code


def _known_calendar(name: str | None, policy: Policy) -> str | None:
    if name is None or name == DEFAULT_CALENDAR:
        return None
    if name not in policy.calendar:
        raise UnknownCalendar("calendar")
    return name


def _move_expiry(session: Session, account: Account, policy: Policy) -> None:
    timezone = policy.calendar_of(account.calendar).timezone
    waiting = select(Pack).where(Pack.account_id == account.id, col(Pack.has_expired).is_(False))
    for pack in session.exec(waiting.execution_options(populate_existing=True)):
        pack.expires_at = midnight(pack.expires_on, timezone=timezone)


def _record(session: Session, account: Account, before: dict[str, Any], *, context: Context) -> None:
    """Record the values that have changed, or all of them for a new account."""
    changed = {key: value for key, value in _values(account).items() if not before or before[key] != value}
    audit.record(
        session,
        account_id=account.id,
        kind="edit_account",
        actor=context.actor,
        at=context.now,
        before={key: before[key] for key in changed if before},
        after=changed,
    )
