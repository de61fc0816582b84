"""An account's buyers are notified about one of its packs; where there are none, the managers are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from bot.queries.accounts import buyers_of
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


def notify_managers_instead(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post to each manager what a buyer was to read, who has left."""
    for manager in context.workspace.managers:
        outbox.post(
            session,
            kind=Kind(message.kind),
            to=direct_message(manager),
            dedup_key=message.dedup_key,
            parameters=message.parameters | {"to_manager": True},
            now=context.now,
        )
