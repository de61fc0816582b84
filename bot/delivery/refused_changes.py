"""Retries what Slack has refused: changes of messages automatically, and everything when an operator asks for it."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, update

from bot.delivery.slack_errors import PLACE_REFUSED
from bot.guard import take_up_again
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind

REFUSED_FOR_PLACE = (EndedBecause.PLACE_REFUSED, EndedBecause.NOTHING_TO_CHANGE)
"""Reasons for which such changes have ended; the second one in earlier versions."""
ENDED_BY_ERROR = text("outbox_message.ended_because IS NOT NULL AND outbox_message.last_error IS NOT NULL")
"""Written as text, so that the databases see that their partial index on these rows applies."""


def retry_refused_changes(session: Session, *, since: datetime, now: datetime) -> int:
    """Retry refused changes of messages that were due since then; return how many.

    The bot may be in the channel again, or the channel unarchived. What is refused again ends again.
    """
    refused = update(OutboxMessage).where(
        ENDED_BY_ERROR,
        col(OutboxMessage.kind) == Kind.BUTTONS_GONE,
        col(OutboxMessage.ended_because).in_(REFUSED_FOR_PLACE),
        col(OutboxMessage.last_error).in_(PLACE_REFUSED),
        col(OutboxMessage.due_at) >= since,
    )
    again = refused.values(state="pending", ended_because=None, run_at=now)
    return int(session.exec(again.execution_options(synchronize_session=False)).rowcount)


def retry_held_up(session: Session, *, now: datetime) -> int:
    """Retry at once everything that Slack refused, or that was set aside; return how many messages."""
    take_up_again(session)
    changed = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.state).in_(("parked", "refused")), col(OutboxMessage.lease_token).is_(None))
        .values(state="pending", ended_because=None, run_at=now)
    )
    return int(changed.rowcount)
