"""Messages in the customer's thread are copied to the technicians' thread once, and the copies follow edits."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import audit
from bot.database import id_of
from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.words import index_incident, index_message, text_of
from bot.queries.remarks import dedup_key_of, remark_at
from bot.rules.written_message import WrittenMessage
from models import Incident, Remark
from models.event_vocabulary import IncidentEvent
from models.vocabulary import Kind, Side

OUT_OF_ORDER = timedelta(minutes=1)
"""Messages that arrive out of order within this time are copied in the order in which they were written."""


def copy_remark(session: Session, message: WrittenMessage, *, incident_id: int, context: Context) -> None:
    """Copy a message to the triage thread, or update its copy if the author has edited it.

    The incident must be locked. May be called any number of times, with events in any order: a message that was never
    edited changes nothing, and one that was deleted is no longer copied.
    """
    remark = remark_at(session, channel=message.channel, ts=message.ts)
    if remark is None:
        if record_key(session, key=_copying(message.channel, message.ts), now=context.now):
            _add(session, message, incident_id=incident_id, context=context)
    elif is_news(remark, message):
        before = _snapshot(remark)
        remark.text, remark.files = message.text, message.files
        _bring_up_to_date(session, remark, kind="edit_remark", before=before, context=context)


def mark_deleted(session: Session, *, channel: str, ts: str, context: Context) -> None:
    """Mark the copy of a message that was deleted; one that arrives after its deletion is not copied.

    The incident must be locked.
    """
    remark = remark_at(session, channel=channel, ts=ts)
    if remark is None:
        record_key(session, key=_copying(channel, ts), now=context.now)
    elif not remark.is_deleted:
        before = _snapshot(remark)
        remark.is_deleted = True
        _bring_up_to_date(session, remark, kind="delete_remark", before=before, context=context)


def is_news(remark: Remark | None, message: WrittenMessage) -> bool:
    """Return True if the message has something that its stored copy does not."""
    if remark is None:
        return True
    return message.is_edited and not remark.is_deleted and (remark.text, remark.files) != (message.text, message.files)


def _copying(channel: str, ts: str) -> str:
    """Return the idempotency key of a message's copy, recorded when the message is copied or deleted before that."""
    return f"remark {channel} {ts}"


def _add(session: Session, message: WrittenMessage, *, incident_id: int, context: Context) -> None:
    remark = Remark(
        incident_id=incident_id,
        side=Side.CUSTOMER,
        channel=message.channel,
        ts=message.ts,
        author=message.author,
        text=message.text,
        files=message.files,
        written_at=message.at,
    )
    session.add(remark)
    session.flush()
    index_message(session, session.get_one(Incident, incident_id), text_of(remark))
    due_at = max(message.at, context.now - OUT_OF_ORDER)
    dedup_key = dedup_key_of(id_of(remark))
    _post(session, remark, kind=Kind.REMARK_TO_TRIAGE, dedup_key=dedup_key, due_at=due_at, context=context)


def _bring_up_to_date(
    session: Session, remark: Remark, *, kind: IncidentEvent, before: dict[str, Any], context: Context
) -> None:
    remark.version += 1
    index_incident(session, session.get_one(Incident, remark.incident_id))
    dedup_key = f"{dedup_key_of(id_of(remark))} v{remark.version}"
    _post(session, remark, kind=Kind.REFRESH_REMARK, dedup_key=dedup_key, due_at=context.now, context=context)
    # Not by `record_act`: the event is the author's, whoever deleted the message, and an edit does not end a wait.
    audit.record(
        session,
        incident_id=remark.incident_id,
        kind=kind,
        actor=remark.author,
        at=context.now,
        before=before,
        after=_snapshot(remark),
    )


def _snapshot(remark: Remark) -> dict[str, Any]:
    """Return the remark as it is now, for the audit trail: its row keeps only the newest text."""
    return {
        "remark": remark.id,
        "version": remark.version,
        "text": remark.text,
        "files": remark.files,
        "is_deleted": remark.is_deleted,
    }


def _post(session: Session, remark: Remark, *, kind: Kind, dedup_key: str, due_at: datetime, context: Context) -> None:
    incident = session.get_one(Incident, remark.incident_id)
    outbox.post(
        session,
        kind=kind,
        to=triage_thread(incident.id, triage_channel=context.workspace.triage_of(incident.desk)),
        dedup_key=dedup_key,
        parameters={"remark_id": remark.id},
        due_at=due_at,
        now=context.now,
    )
