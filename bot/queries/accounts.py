"""Which accounts are there, and which of them does somebody belong to?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, exists, func, or_, select

from bot.facts.account import AccountEntry, Member
from bot.queries.search import in_order, is_meant
from bot.rules.person import Person
from bot.rules.plain_text import one_line
from models import Account, Counter, Membership


@dataclass(frozen=True)
class Ways:
    """How people can belong to accounts here, other than by being named as members."""

    other_channels: bool
    """By being in a channel other than the one asked about."""
    this_channel: bool
    domains: bool
    """By their e-mail addresses."""


IS_BUYER = text("membership.is_buyer")
"""Written out instead of compared with a parameter, so that the databases use their partial index of buyers."""

# These are built once: building a statement takes longer than running it, and every request needs them.
_BY_CHANNEL = Membership.kind == "channel"
_WAYS = select(
    # The ends of the index show whether there is any other channel, without reading them all.
    select(func.min(Membership.value)).where(_BY_CHANNEL).scalar_subquery(),
    select(func.max(Membership.value)).where(_BY_CHANNEL).scalar_subquery(),
    exists(select(Membership.id).where(_BY_CHANNEL, col(Membership.value) == bindparam("channel"))),
    select(func.min(Membership.value)).where(Membership.kind == "domain").scalar_subquery(),
)
_AT = select(Membership.account_id).where(_BY_CHANNEL, Membership.value == bindparam("channel"))
_IS_THEIRS = or_(
    and_(Membership.kind == "user", Membership.value == bindparam("user")),
    and_(Membership.kind == "domain", Membership.value == bindparam("domain")),
    and_(Membership.kind == "channel", col(Membership.value).in_(bindparam("channels", expanding=True))),
)
_COLUMNS: list[Any] = [Account.id, Account.code, Account.name, Account.calendar, Account.locale]
_ENTRIES = sql_select(*_COLUMNS)
_THEIRS = _ENTRIES.where(col(Account.id).in_(select(Membership.account_id).where(_IS_THEIRS))).order_by(
    col(Account.name)
)


def ways_to_belong(session: Session, *, channel: str) -> Ways:
    """Return how people can belong to accounts, as seen from this channel."""
    first, last, this_channel, domain = session.execute(_WAYS, {"channel": channel}).one()
    return Ways(
        other_channels=bool({first, last} - {None, channel}), this_channel=this_channel, domains=domain is not None
    )


def accounts_of(session: Session, *, person: Person, channels: Collection[str]) -> Sequence[AccountEntry]:
    """Return the accounts a person belongs to: by name, by e-mail domain, or by being in one of these channels."""
    domain = person.email.rpartition("@")[2] if person.email else ""
    them = {"user": person.user_id, "domain": domain, "channels": list(channels)}
    return [AccountEntry(*one) for one in session.execute(_THEIRS, them)]


def account_at(session: Session, *, channel: str) -> int | None:
    """Return the id of the account to which a channel is tied; None if it is tied to none."""
    number: int | None = session.execute(_AT, {"channel": channel}).scalar_one_or_none()
    return number


def calendar_here(session: Session, *, channel: str, accounts: Collection[int]) -> str | None:
    """Return the name of the calendar of this channel's account, or else of the only account in `accounts`.

    None stands for the default calendar.
    """
    tied = account_at(session, channel=channel)
    number = tied if tied is not None or len(accounts) != 1 else next(iter(accounts))
    return None if number is None else account_entry(session, account_id=number).calendar


def first_channel_of(session: Session, *, account_id: int) -> str | None:
    """Return the channel that was tied to an account first; None if there is none."""
    tied = select(Membership.value).where(Membership.account_id == account_id, Membership.kind == "channel")
    return session.exec(tied.order_by(col(Membership.id)).limit(1)).first()


def channels_without_counter(session: Session) -> Sequence[str]:
    """Return the channels that are tied to an account but have no counter."""
    has_counter = exists().where(col(Counter.channel) == Membership.value)
    tied = select(Membership.value).where(Membership.kind == "channel", ~has_counter)
    return session.exec(tied.order_by(col(Membership.id))).all()


def tied_channels(session: Session, *, limit: int) -> Sequence[str]:
    """Return up to `limit` Slack channels whose members belong to an account."""
    tied = select(Membership.value).where(_BY_CHANNEL).order_by(Membership.value)
    return session.exec(tied.limit(limit)).all()


def all_accounts(session: Session, *, limit: int, typed: str = "") -> Sequence[AccountEntry]:
    """Return up to `limit` accounts, ordered by name, whose name or code contains every word typed."""
    wanted = _ENTRIES.where(*is_meant(Account, typed)).order_by(*in_order(Account)).limit(limit)
    return [AccountEntry(*one) for one in session.execute(wanted)]


def account_named(session: Session, *, code: str) -> AccountEntry | None:
    """Return the account with this code, in upper or lower case; None if there is none."""
    found = session.exec(select(Account).where(Account.code == one_line(code).upper())).one_or_none()
    return entry(found) if found else None


def unknown_accounts(session: Session, *, codes: Sequence[str]) -> list[str]:
    """Return those of these lower-case codes that no account has, in upper or lower case."""
    known = session.exec(select(func.lower(Account.code)).where(func.lower(Account.code).in_(codes))).all()
    return [one for one in codes if one not in known]


def account_entry(session: Session, *, account_id: int) -> AccountEntry:
    """Return the facts of an account that must exist."""
    return entry(session.get_one(Account, account_id))


def account_entries(session: Session, *, account_ids: Collection[int]) -> Sequence[AccountEntry]:
    """Return these accounts, ordered by name."""
    wanted = _ENTRIES.where(col(Account.id).in_(account_ids)).order_by(col(Account.name))
    return [AccountEntry(*one) for one in session.execute(wanted)] if account_ids else []


def members_of(session: Session, *, account_id: int) -> Sequence[Member]:
    """Return the members of an account, in the order in which they were added."""
    found = select(Membership).where(Membership.account_id == account_id).order_by(col(Membership.id))
    return [Member(one.kind, one.value, one.is_buyer) for one in session.exec(found)]


def buyers_of(session: Session, *, account_id: int) -> Sequence[str]:
    """Return the Slack member ids of an account's buyers."""
    return session.exec(
        select(Membership.value).where(Membership.account_id == account_id, IS_BUYER).order_by(Membership.value)
    ).all()


def is_buyer(session: Session, user_id: str, *, account_id: int) -> bool:
    """Return True for one of an account's buyers."""
    mine = (Membership.account_id == account_id, Membership.kind == "user", Membership.value == user_id)
    return session.exec(select(Membership.id).where(*mine, IS_BUYER)).first() is not None


def calendars_named(session: Session) -> Sequence[str]:
    """Return the names of all calendars that accounts use."""
    named = select(Account.calendar).where(col(Account.calendar).is_not(None)).distinct()
    return [one for one in session.exec(named).all() if one is not None]


def entry(account: Account) -> AccountEntry:
    """Return the account as people choose it."""
    assert account.id is not None  # noqa: S101 - a stored row has its number
    return AccountEntry(account.id, account.code, account.name, account.calendar, account.locale)
