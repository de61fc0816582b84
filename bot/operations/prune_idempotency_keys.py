"""Old idempotency keys are deleted: Slack repeats a delivery for at most a day."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from models import IdempotencyKey


def prune_idempotency_keys(session: Session, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` keys that were recorded before this instant; return how many were deleted."""
    old = (
        select(IdempotencyKey.key)
        .where(col(IdempotencyKey.received_at) < before)
        .order_by(col(IdempotencyKey.received_at))
        .limit(limit)
    )
    return int(session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.key).in_(old))).rowcount)
