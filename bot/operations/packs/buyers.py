"""An account's buyers are notified about one of its packs; where there are none, the managers are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.queries.accounts import buyers_of
from bot.queries.packs import pack_facts
from models import OutboxMessage, Pack
from models.vocabulary import Kind

PACK_NOTICES = ("low_balance", "expiry_notice")
"""What buyers are notified of, or managers in their place."""


def notify_buyers(
    session: Session,
    *,
    pack: Pack,
    kind: Kind,
    managers: Collection[str] = (),
    parameters: dict[str, Any] | None = None,
    now: datetime,
) -> bool:
    """Post a direct message about a pack to each buyer, else to each manager; return whether there is anybody."""
    buyers = buyers_of(session, account_id=pack.account_id)
    for reader in buyers or managers:
        outbox.post(
            session,
            kind=kind,
            to=direct_message(reader),
            dedup_key=f"pack {pack.id}",
            parameters={"pack_id": pack.id, "to_manager": not buyers, **(parameters or {})},
            now=now,
        )
    return bool(buyers or managers)


def notify_managers_instead(
    session: Session, *, message: OutboxMessage, managers: Collection[str], now: datetime
) -> None:
    """Post to each manager what a buyer was to read."""
    for manager in managers:
        outbox.post(
            session,
            kind=Kind(message.kind),
            to=direct_message(manager),
            dedup_key=message.dedup_key,
            parameters=message.parameters | {"to_manager": True},
            now=now,
        )


def is_still_true(session: Session, *, message: OutboxMessage, now: datetime) -> bool:
    """Return True if something is left in the pack, and the reader is still a buyer of it, or a manager."""
    pack = pack_facts(session, pack_id=message.parameters["pack_id"])
    if now >= pack.expires_at or (message.kind == "expiry_notice" and pack.balance.left < 1):
        return False
    is_buyer = message.channel in buyers_of(session, account_id=pack.account_id)
    return is_buyer or bool(message.parameters["to_manager"])
