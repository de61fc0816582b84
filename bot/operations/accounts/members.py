"""A manager adds and removes members of an account: people, e-mail domains, and Slack channels."""

from functools import partial
from typing import Any, Literal

from sqlmodel import Session, select

from bot import audit, ledger
from bot.database import flush_or
from bot.operations.context import Context
from bot.operations.counter import take_counter_down
from bot.rules.membership import EVERYBODYS, MemberChange, WrongMember, read_member
from bot.rules.refusal import Refusal
from models import Membership
from models.vocabulary import MembershipKind


class PublicDomain(Refusal):
    """Anybody can get an address in this domain, so it proves nothing about where somebody works."""

    text = "refusal-public_domain"


class ChannelTaken(Refusal):
    """The channel is tied to another account, to which everything filed there belongs."""

    text = "refusal-channel_taken"


class TechniciansChannel(Refusal):
    """A triage channel cannot be tied to an account: its technicians would become customers of it."""

    text = "refusal-technicians_channel"


class BuyerIsPerson(Refusal):
    """Only a person can be notified about packs."""

    text = "refusal-buyer_is_person"


class NoMember(Refusal):
    """The person, domain or channel to be removed is not a member of the account."""

    text = "refusal-no_member"


def edit_members(session: Session, change: MemberChange, *, context: Context) -> None:
    """Add or remove the member that the manager names; raise what `add_member` and `remove_member` raise."""
    edit = remove_member if change.change == "remove" else partial(add_member, is_buyer=change.change == "add_buyer")
    edit(
        session,
        account_id=change.account_id,
        kind=change.kind,
        value=change.value,
        context=context,
        field=change.field,
    )


def add_member(
    session: Session,
    *,
    account_id: int,
    kind: MembershipKind,
    value: str,
    is_buyer: bool = False,
    context: Context,
    field: str = "value",
) -> bool:
    """Make a person ("U…"), a domain or a channel ("C…") a member of an account; return whether anything changed.

    For a person who is a member already, `is_buyer` is updated. Raises `WrongMember`, `PublicDomain`,
    `TechniciansChannel`, `ChannelTaken` or `BuyerIsPerson` at `field`.
    """
    ledger.lock_account(session, account_id)
    value = _checked(session, account_id, kind, value=value, field=field)
    if kind == "channel" and value in context.workspace.triage_channels:
        raise TechniciansChannel(field)
    if is_buyer and kind != "user":
        raise BuyerIsPerson(field)
    member = _membership(session, account_id, kind, value=value)
    if member is not None and member.is_buyer == is_buyer:
        return False
    before = {} if member is None else {"is_buyer": member.is_buyer}
    if member is None:
        session.add(Membership(account_id=account_id, kind=kind, value=value, is_buyer=is_buyer))
        flush_or(session, ChannelTaken(field))
    else:
        member.is_buyer = is_buyer
    after = {kind: value, "is_buyer": is_buyer}
    _record(session, account_id, "add_member", before=before, after=after, context=context)
    return True


def remove_member(
    session: Session, *, account_id: int, kind: MembershipKind, value: str, context: Context, field: str = "value"
) -> None:
    """Remove a person, a domain or a channel from the members of an account; raise `NoMember` at `field`.

    A person may still belong to the account by domain or channel. With a channel, its counter is removed too.
    """
    ledger.lock_account(session, account_id)
    member = _membership(session, account_id, kind, value=value)
    if member is None:
        raise NoMember(field)
    session.delete(member)
    if kind == "channel":
        take_counter_down(session, channel=value, context=context)
    before = {kind: value, "is_buyer": member.is_buyer}
    _record(session, account_id, "remove_member", before=before, after={}, context=context)


def _checked(session: Session, account_id: int, kind: MembershipKind, *, value: str, field: str) -> str:
    read = read_member(value)
    if read is None or read[0] != kind:
        raise WrongMember(field)
    if kind == "domain" and read[1] in EVERYBODYS:
        raise PublicDomain(field, domain=read[1])
    if kind == "channel":
        is_tied = (Membership.kind == "channel", Membership.value == read[1], Membership.account_id != account_id)
        if session.exec(select(Membership.id).where(*is_tied)).first() is not None:
            raise ChannelTaken(field)
    return read[1]


def _membership(session: Session, account_id: int, kind: MembershipKind, *, value: str) -> Membership | None:
    return session.exec(
        select(Membership)
        .where(Membership.account_id == account_id, Membership.kind == kind, Membership.value == value)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _record(
    session: Session,
    account_id: int,
    kind: Literal["add_member", "remove_member"],
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    context: Context,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        kind=kind,
        actor=context.actor,
        at=context.now,
        before=before,
        after=after,
    )
