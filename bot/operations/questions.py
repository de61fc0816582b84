"""A message that asks something is updated in the transaction that settles its question.

A message that is being posted at that moment, and appears in Slack only afterwards, is checked once more when it has
been posted. Whatever was missed nevertheless, or was posted by an earlier version, is found once a day
(`jobs/settle_questions.py`).
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from bot.delivery.question import settle
from bot.delivery.traits import Settled
from bot.operations.context import Context
from bot.queries.settled import ASKS_MANAGERS, FORMER_MANAGER, JUDGES, moved
from bot.rules.workspace import Workspace
from models import Claim, Incident, OutboxMessage
from models.vocabulary import Kind

_LOCKED = "incident of a question"
"""Key in `session.info` under which the incident is kept."""
_INCIDENT = (
    select(Incident)
    .where(Incident.id == bindparam("number"))
    .with_for_update()
    .execution_options(populate_existing=True)
)

log = logging.getLogger(__name__)


def settle_questions(session: Session, *, incident_id: int, now: datetime) -> None:
    """Update the messages that ask something about the locked incident and are settled by now."""
    _settle(session, col(OutboxMessage.incident_id) == incident_id, kinds=JUDGES, now=now)


def settle_notices(session: Session, *, kind: Kind, now: datetime) -> None:
    """Update the direct messages of this kind that concern no incident and are settled by now."""
    _settle(session, col(OutboxMessage.incident_id).is_(None), kinds=[kind], now=now)


def settle_if_late(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Update a message that has just been posted, if its question was settled meanwhile."""
    if message.posted is not None and _judged(session, message) is not None:
        row = session.get_one(OutboxMessage, message.id, populate_existing=True)
        _settle_one(session, row, now=context.now)


def lock_subject(session: Session, message: OutboxMessage) -> None:
    """Lock the incident or claim that settles a message's question, before the message: locks are taken in this order.

    The incident is read afresh, and stays in the session, so that nobody has to read it again.
    """
    if message.incident_id is not None:
        locked = session.exec(_INCIDENT, params={"number": message.incident_id}).first()
        session.info[_LOCKED] = locked  # A session holds rows only weakly.
    elif "claim" in message.parameters:
        session.exec(select(Claim.id).where(Claim.id == message.parameters["claim"]).with_for_update()).first()


def unsettled_after(session: Session, *, number: int, since: datetime, limit: int) -> Sequence[int]:
    """Return the ids above `number` of messages that ask something and were posted since `since`, in order."""
    row = col(OutboxMessage.id) + 0  # Keeps databases from scanning the primary key, most of whose rows ask nothing.
    asking = (
        row > number,
        col(OutboxMessage.posted).is_not(None),
        col(OutboxMessage.kind).in_(JUDGES),
        col(OutboxMessage.done_at) >= since,
    )
    found = session.exec(select(OutboxMessage.id).where(*asking).order_by(row).limit(limit))
    return [one for one in found if one is not None]


def is_settled(session: Session, number: int, *, workspace: Workspace) -> bool:
    """Return whether the question of this message is settled, as far as can be seen without a lock."""
    message = session.get(OutboxMessage, number)
    return message is not None and (
        _is_left_to_others(session, message, workspace) or _judged(session, message) is not None
    )


def settle_one(session: Session, number: int, *, workspace: Workspace, now: datetime) -> None:
    """Update this message if its question is settled, or is no longer its reader's to answer."""
    message = session.get_one(OutboxMessage, number)
    lock_subject(session, message)
    session.refresh(message)
    if _is_left_to_others(session, message, workspace):
        settle(session, message, FORMER_MANAGER, now=now)
    _settle_one(session, message, now=now)


def _settle(session: Session, about: ColumnElement[bool], *, kinds: Collection[str], now: datetime) -> None:
    """Update the settled messages; one that cannot be judged must not keep anybody from acting."""
    session.flush()
    posted = select(OutboxMessage).where(
        about, col(OutboxMessage.kind).in_(kinds), col(OutboxMessage.posted).is_not(None)
    )
    for message in session.exec(posted.order_by(col(OutboxMessage.id))).all():
        try:
            _settle_one(session, message, now=now)
        except DBAPIError:
            raise
        except Exception:
            log.exception("Outbox message %s could not be brought up to date.", message.id)


def _settle_one(session: Session, message: OutboxMessage, *, now: datetime) -> None:
    if message.posted is not None and (settled := _judged(session, message)) is not None:
        settle(session, message, settled, now=now)


def _judged(session: Session, message: OutboxMessage) -> Settled | None:
    return JUDGES[message.kind](session, message) or moved(session, message)


def _is_left_to_others(session: Session, message: OutboxMessage, workspace: Workspace) -> bool:
    if message.kind not in ASKS_MANAGERS or message.channel in workspace.managers:
        return False
    incident = session.get(Incident, message.incident_id) if message.incident_id is not None else None
    return incident is None or message.channel not in workspace.managers_of(incident.desk)
