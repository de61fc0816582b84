"""Has Slack delivered this before? Slack may deliver anything twice, or replay it within five minutes.

A receipt is written in the same transaction as the effect, so that both are there or neither is. Validation that fails
undoes the receipt too: a corrected form counts as new.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models import Receipt


def is_new(session: Session, *, delivery: str, now: datetime) -> bool:
    """Note that this delivery is being dealt with, and say whether it is for the first time.

    Of two at the same instant one waits until the other has committed, and is then told that it is the second.
    """
    connection = session.connection()
    insert: Any = sqlite.insert(Receipt) if connection.dialect.name == "sqlite" else postgresql.insert(Receipt)
    added = insert.values(key=delivery, received_at=now).on_conflict_do_nothing().returning(Receipt.key)
    return connection.execute(added).first() is not None


def delivery_of(body: dict[str, Any]) -> str:
    """Return Slack's own id of a delivery: the same for each repetition of it, and for nothing else."""
    if "event_id" in body:
        return f"event {body['event_id']}"
    if body.get("type") == "view_submission":
        return f"form {body['view']['id']}"
    if body.get("type") == "block_actions":
        action = body["actions"][0]
        return f"action {body['user']['id']} {action['action_id']} {action['action_ts']}"
    return f"trigger {body.get('trigger_id', '')}"
