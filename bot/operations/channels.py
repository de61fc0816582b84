"""Slack changes a channel's id when it is shared: everything that names the channel follows, in one transaction.

Source: docs.slack.dev/reference/events/channel_id_changed. May be called before anything names the channel, after
messages have come from the new id, and any number of times.
"""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, exists, select, update

from bot import audit
from bot.database import HAS_NEWS
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.delivery.health import heartbeat_of
from bot.delivery.outbox import WAITING
from bot.operations.context import Context
from bot.operations.record_heartbeat import record_heartbeat
from models import (
    Card,
    Claim,
    Counter,
    Fallback,
    FormerCard,
    Incident,
    Membership,
    Offer,
    OutboxMessage,
    Remark,
    ThreadReading,
)
from models.vocabulary import Kind

TRIAGE = "triage"
"""Name of the heartbeat that keeps the new id of a triage channel until the setting is corrected."""
MESSAGES: tuple[tuple[Any, str], ...] = ((Card, "ts"), (FormerCard, "ts"), (Remark, "ts"), (Offer, "message_ts"))
"""Tables whose rows each stand for a Slack message, with the column of its ts."""


def move_channel(session: Session, *, old: str, new: str, context: Context) -> None:
    """Replace the old id with the new one everywhere; where rows exist for both, those of the new one are kept."""
    if old == new:
        return
    for table, ts in MESSAGES:
        _move_messages(session, table, ts, old=old, new=new)
    _move_membership(session, old=old, new=new, context=context)
    _move_counter(session, old=old, new=new)
    for column in (Incident.opened_in, Fallback.channel, Claim.made_in, OutboxMessage.sent_channel):
        _set(session, column, old=old, new=new)
    _move_waiting(session, old=old, new=new)
    # What was written in the threads of cards while only the old id was known has not reached us.
    moved = select(Card.incident_id).where(Card.channel == new)
    session.exec(delete(ThreadReading).where(col(ThreadReading.incident_id).in_(moved)))
    if old in context.workspace.triage_channels:
        _tell_of_triage(session, old=old, new=new, context=context)


def present_triage(session: Session, *, setting: str) -> str:
    """Return the present id of the triage channel that a setting names, which Slack may have changed since."""
    noted = heartbeat_of(session, part=TRIAGE)
    changed: dict[str, str] = noted.facts["changed"] if noted is not None else {}
    while setting in changed:
        setting = changed[setting]
    return setting


def _move_messages(session: Session, table: Any, ts: str, *, old: str, new: str) -> None:
    other = aliased(table)
    is_known = exists().where(other.channel == new, getattr(other, ts) == getattr(table, ts))
    moved = update(table).where(table.channel == old, ~is_known).values(channel=new)
    session.exec(moved.execution_options(synchronize_session=False))


def _move_membership(session: Session, *, old: str, new: str, context: Context) -> None:
    tied = {
        one.value: one
        for one in session.exec(
            select(Membership)
            .where(Membership.kind == "channel", col(Membership.value).in_([old, new]))
            .with_for_update()
        )
    }
    if old not in tied:
        return
    if new in tied:
        session.delete(tied[old])
    else:
        tied[old].value = new
    audit.record(
        session,
        account_id=tied[old].account_id,
        kind="move_channel",
        actor=context.actor,
        at=context.now,
        before={"channel": old},
        after={"channel": new},
    )


def _move_counter(session: Session, *, old: str, new: str) -> None:
    if session.exec(select(Counter.id).where(Counter.channel == new)).first() is not None:
        session.exec(delete(Counter).where(col(Counter.channel) == old))
    _set(session, Counter.channel, old=old, new=new)


def _move_waiting(session: Session, *, old: str, new: str) -> None:
    """Have waiting messages posted under the new id of the channel; those refused under the old one are due again."""
    is_waiting = (col(OutboxMessage.channel) == old, col(OutboxMessage.state).in_(WAITING))
    # An outbox message that changes a posted one also names that one's channel in its parameters.
    names_it = col(OutboxMessage.parameters)["channel"].as_string() == old
    for message in session.exec(select(OutboxMessage).where(*is_waiting, names_it)):
        message.parameters = message.parameters | {"channel": new}
    session.flush()
    refused = update(OutboxMessage).where(*is_waiting, col(OutboxMessage.state) == "parked")
    session.exec(
        refused.values(state="pending", run_at=OutboxMessage.due_at).execution_options(synchronize_session=False)
    )
    _set(session, OutboxMessage.channel, old=old, new=new)
    session.info[HAS_NEWS] = True


def _set(session: Session, column: Any, *, old: str, new: str) -> None:
    moved = update(column.class_).where(column == old).values({column: new})
    session.exec(moved.execution_options(synchronize_session=False))


def _tell_of_triage(session: Session, *, old: str, new: str, context: Context) -> None:
    noted = heartbeat_of(session, part=TRIAGE)
    changed = {was: now for was, now in (noted.facts["changed"] if noted else {}).items() if was != new}
    record_heartbeat(session, part=TRIAGE, at=context.now, facts={"changed": {**changed, old: new}})
    for manager in context.workspace.managers:
        parameters = {**_what_moved(old, context), "former": old, "channel": new}
        to, key = direct_message(manager), f"triage {new}"
        outbox.post(session, kind=Kind.TROUBLE_NOTICE, to=to, dedup_key=key, parameters=parameters, now=context.now)


def _what_moved(channel: str, context: Context) -> dict[str, str]:
    """Return the facts of the finding that says which setting names this triage channel."""
    of_further = (one.name for one in context.workspace.further_desks if one.triage_channel == channel)
    return {"finding": "desk_id", "desk": name} if (name := next(of_further, "")) else {"finding": "triage_id"}
