"""The parameters of messages about packs, with typed text wherever people can type."""

from datetime import UTC, date, datetime
from typing import Any

from bot.facts.pack import PackFacts
from bot.rules.packs import Balance


def pack_with(typed: str) -> PackFacts:
    """Return a pack of an account of this name."""
    return PackFacts(
        id=1,
        account_id=1,
        account=typed,
        confirmation="&" * 40,
        bought_on=date(2026, 1, 10),
        expires_on=date(2027, 1, 10),
        expires_at=datetime(2027, 1, 9, 23, 0, tzinfo=UTC),
        expiry_counts="filing",
        balance=Balance(size=5, reserved=1, used=1, left=3),
    )


def pack_parameters(kind: str, typed: str) -> dict[str, Any]:
    """Return the parameters of a message of this kind about packs; an empty dict for other kinds."""
    return {
        "low_balance": {"pack_id": 1},
        "expiry_notice": {"pack_id": 1, "timezone": "Europe/Paris"},
        "certificate_notice": {"account": typed, "country": typed[:2], "number": typed, "valid_to": "2026-11-24"},
    }.get(kind, {})
