"""An account's buyers are told about one of its packs; where there are none, the managers are."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.policy import Policy
from bot.queries.accounts import buyers_of
from bot.queries.packs import pack_facts
from models import OutboxMessage, Pack
from models.vocabulary import Kind

A_DAY = timedelta(days=1)
"""Somewhere it is a day later or earlier than here."""

PACK_NOTICES = ("low_balance", "expiry_notice")
"""What is said to buyers, or to managers in their place."""


def tell_buyers(
    session: Session,
    *,
    pack: Pack,
    kind: Kind,
    now: datetime,
    managers: Collection[str] = (),
    facts: dict[str, Any] | None = None,
) -> bool:
    """Arrange a direct message about a pack to each buyer, else to each manager; return whether there is anybody."""
    buyers = buyers_of(session, account_id=pack.account_id)
    for reader in buyers or managers:
        outbox.post(
            session,
            kind=kind,
            to=direct_message(reader),
            dedup_key=f"pack {pack.id}",
            parameters={"pack_id": pack.id, "to_manager": not buyers, **(facts or {})},
            now=now,
        )
    return bool(buyers or managers)


def tell_managers_instead(
    session: Session, *, message: OutboxMessage, managers: Collection[str], now: datetime
) -> None:
    """Arrange a direct message to each manager, which says what a buyer was to be told."""
    for manager in managers:
        outbox.post(
            session,
            kind=Kind(message.kind),
            to=direct_message(manager),
            dedup_key=message.dedup_key,
            parameters=message.parameters | {"to_manager": True},
            now=now,
        )


def zone_of(policy: Policy, calendar: str | None) -> str:
    """Return the zone of an account's calendar, or of the default one where its own is gone: this is no promise."""
    return policy.calendar.get(calendar or "default", policy.calendar["default"]).timezone


def is_still_true(session: Session, *, message: OutboxMessage, now: datetime) -> bool:
    """Is there still something to use in the pack, and is who would read it still a buyer, or a manager?"""
    pack = pack_facts(session, pack_id=message.parameters["pack_id"])
    if now >= pack.expires_at or (message.kind == "expiry_notice" and pack.balance.left < 1):
        return False
    is_buyer = message.channel in buyers_of(session, account_id=pack.account_id)
    return is_buyer or bool(message.parameters["to_manager"])
