"""Old receipts are deleted: Slack repeats a delivery for a day at the most."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from models import Receipt


def prune_receipts(session: Session, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` receipts of what was dealt with before this instant; return how many there were."""
    old = select(Receipt.key).where(col(Receipt.received_at) < before).order_by(col(Receipt.received_at)).limit(limit)
    return int(session.exec(delete(Receipt).where(col(Receipt.key).in_(old))).rowcount)
