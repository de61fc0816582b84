"""An account's buyers are notified about one of its packs, or else the managers, or else the technicians."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message
from bot.operations.context import Context
from bot.operations.missing_managers import notify_technicians, notify_technicians_instead
from bot.queries.accounts import buyers_of, first_channel_of
from models import OutboxMessage, Pack
from models.vocabulary import Kind


def notify_buyers(
    session: Session,
    *,
    pack: Pack,
    kind: Kind,
    managers: Collection[str] = (),
    parameters: dict[str, Any] | None = None,
    now: datetime,
) -> bool:
    """Post a direct message about a pack to each buyer, or else to each manager; return whether there was anybody."""
    buyers = buyers_of(session, account_id=pack.account_id)
    for reader in buyers or managers:
        outbox.post(
            session,
            kind=kind,
            to=direct_message(reader),
            dedup_key=key_of(pack),
            parameters={"pack_id": pack.id, "to_manager": not buyers, **(parameters or {})},
            now=now,
        )
    return bool(buyers or managers)


def notify_those_responsible(
    session: Session, *, pack: Pack, kind: Kind, parameters: dict[str, Any] | None = None, context: Context
) -> bool:
    """Notify the buyers, or else the managers; if there are neither, notify the technicians and return False."""
    managers = context.workspace.managers
    if notify_buyers(session, pack=pack, kind=kind, managers=managers, parameters=parameters, now=context.now):
        return True
    facts = {"pack_id": pack.id, "to_manager": True, **(parameters or {})}
    notify_technicians(session, kind=kind, dedup_key=key_of(pack), parameters=facts, context=context)
    return False


def notify_in_channel(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post the notice once in the account's own channel, as Slack accepts no direct message to this buyer.

    If the account has no channel, the managers are notified.
    """
    pack = session.get_one(Pack, message.parameters["pack_id"])
    channel = first_channel_of(session, account_id=pack.account_id)
    if channel is None:
        notify_others_instead(session, message=message, context=context)
    elif not _is_posted_in(session, channel, message):
        outbox.post(
            session,
            kind=Kind(message.kind),
            to=Destination(channel),
            dedup_key=message.dedup_key,
            parameters=message.parameters | outbox.in_channel(message.channel),
            now=context.now,
        )


def _is_posted_in(session: Session, channel: str, message: OutboxMessage) -> bool:
    """Return True if the notice has been posted in the channel for another buyer."""
    same = (
        col(OutboxMessage.incident_id).is_(None),
        OutboxMessage.kind == message.kind,
        OutboxMessage.dedup_key == message.dedup_key,
        OutboxMessage.channel == channel,
        OutboxMessage.due_at >= message.due_at,
    )
    return session.exec(select(OutboxMessage.id).where(*same)).first() is not None


def notify_others_instead(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Notify each manager instead of a buyer who has left; if no manager can be reached, post in the triage channel."""
    if message.parameters.get("to_manager"):
        notify_technicians_instead(session, message=message, context=context)
        return
    facts = message.parameters | {"to_manager": True}
    for manager in context.workspace.managers:
        outbox.post(
            session,
            kind=Kind(message.kind),
            to=direct_message(manager),
            dedup_key=message.dedup_key,
            parameters=facts,
            now=context.now,
        )
    if not context.workspace.managers:
        kind = Kind(message.kind)
        notify_technicians(session, kind=kind, dedup_key=message.dedup_key, parameters=facts, context=context)


def key_of(pack: Pack) -> str:
    """Return the dedup key of messages about a pack."""
    return f"pack {pack.id}"
