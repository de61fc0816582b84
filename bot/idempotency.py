"""Has Slack sent this before? Slack may send anything twice, or replay it within five minutes.

The key is written in the same transaction as the effect, so that both are there or neither is. Validation that fails
rolls the key back too: a corrected form counts as new.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete

from models import IdempotencyKey


def record_key(
    session: Session, *, key: str, now: datetime, channel: str | None = None, person: str | None = None
) -> bool:
    """Record the key; return True if it is new, False if it was already recorded.

    `channel` and `person` are stored so that keys can be counted by them.

    Of two calls at the same instant, one waits until the other has committed, and then returns False.
    """
    connection = session.connection()
    added = connection.execute(
        _insert(connection.dialect.name), {"key": key, "received_at": now, "channel": channel, "person": person}
    )
    return added.first() is not None


def is_recorded(session: Session, *, key: str) -> bool:
    """Return whether the key is recorded."""
    return session.get(IdempotencyKey, key) is not None


@cache
def _insert(dialect: str) -> Any:
    """Return the statement of `record_key`, built once as nearly every request executes it."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(IdempotencyKey).on_conflict_do_nothing().returning(IdempotencyKey.key)


def forget(session: Session, *, key: str) -> None:
    """Delete the key of a request that could not be dealt with yet, so that Slack's next try counts as the first."""
    session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.key) == key))


def key_of(body: dict[str, Any]) -> str:
    """Return Slack's own id of a request or event: the same for each repetition of it, and for nothing else."""
    if "event_id" in body:
        return f"event {body['event_id']}"
    if body.get("type") == "view_submission":
        return f"form {body['view']['id']}"
    if body.get("type") == "block_actions":
        action = body["actions"][0]
        return f"action {body['user']['id']} {action['action_id']} {action['action_ts']}"
    return f"trigger {body.get('trigger_id', '')}"
