"""What somebody says in the customer's thread is said to the technicians too: once, and it follows its edits."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import audit
from bot.database import id_of
from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.idempotency import is_new
from bot.queries.remarks import dedup_key_of
from bot.rules.said import Said
from bot.rules.workspace import Workspace
from models import Remark
from models.vocabulary import Kind

OUT_OF_ORDER = timedelta(minutes=1)
"""What was said within this time, and waits to be copied, is copied in the order in which it was said."""


def relay_remark(session: Session, *, said: Said, incident_id: int, workspace: Workspace, now: datetime) -> None:
    """Have it said in the triage thread; if it is known, bring its copy up to date where its author has changed it.

    May be called any number of times, in any order of events: a message that was never changed changes nothing, and
    one that has been deleted is not said any more.
    """
    remark = _locked(session, channel=said.channel, ts=said.ts)
    if remark is None:
        if is_new(session, key=_copying(said.channel, said.ts), now=now):
            _add(session, said, incident_id=incident_id, workspace=workspace, now=now)
            return
        remark = _locked(session, channel=said.channel, ts=said.ts)  # It was just being copied.
    if remark is not None and is_news(remark, said):
        before = _as_it_is(remark)
        remark.text, remark.files = said.text, said.files
        _bring_up_to_date(session, remark, kind="edit_remark", before=before, workspace=workspace, now=now)


def delete_remark(session: Session, *, channel: str, ts: str, workspace: Workspace, now: datetime) -> None:
    """Mark the copy of what its author has taken back; what is told only after its deletion is not copied any more."""
    remark = _locked(session, channel=channel, ts=ts)
    is_theirs = channel != workspace.triage_channel
    if remark is None and is_theirs and not is_new(session, key=_copying(channel, ts), now=now):
        remark = _locked(session, channel=channel, ts=ts)  # It was just being copied.
    if remark is not None and not remark.is_deleted:
        before = _as_it_is(remark)
        remark.is_deleted = True
        _bring_up_to_date(session, remark, kind="delete_remark", before=before, workspace=workspace, now=now)


def is_news(remark: Remark | None, said: Said) -> bool:
    """Is there something in what was said that the remark does not have?"""
    if remark is None:
        return True
    return said.is_edited and not remark.is_deleted and (remark.text, remark.files) != (said.text, said.files)


def _locked(session: Session, *, channel: str, ts: str) -> Remark | None:
    wanted = select(Remark).where(Remark.channel == channel, Remark.ts == ts, Remark.side == "customer")
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _copying(channel: str, ts: str) -> str:
    """Return what a message is known by when it is copied, which is done once."""
    return f"remark {channel} {ts}"


def _add(session: Session, said: Said, *, incident_id: int, workspace: Workspace, now: datetime) -> None:
    remark = Remark(
        incident_id=incident_id,
        side="customer",
        channel=said.channel,
        ts=said.ts,
        author=said.author,
        text=said.text,
        files=said.files,
        said_at=said.at,
    )
    session.add(remark)
    session.flush()
    due_at = max(said.at, now - OUT_OF_ORDER)
    dedup_key = dedup_key_of(id_of(remark))
    _tell_triage(
        session, remark, kind=Kind.REMARK_TO_TRIAGE, dedup_key=dedup_key, due_at=due_at, workspace=workspace, now=now
    )


def _bring_up_to_date(
    session: Session, remark: Remark, *, kind: str, before: dict[str, Any], workspace: Workspace, now: datetime
) -> None:
    remark.version += 1
    dedup_key = f"{dedup_key_of(id_of(remark))} v{remark.version}"
    _tell_triage(
        session, remark, kind=Kind.REFRESH_REMARK, dedup_key=dedup_key, due_at=now, workspace=workspace, now=now
    )
    audit.record(
        session,
        incident_id=remark.incident_id,
        kind=kind,
        actor=remark.author,
        at=now,
        before=before,
        after=_as_it_is(remark),
    )


def _as_it_is(remark: Remark) -> dict[str, Any]:
    """Return how the remark reads now, for the audit trail: its row keeps only the newest words."""
    return {
        "remark": remark.id,
        "version": remark.version,
        "text": remark.text,
        "files": remark.files,
        "is_deleted": remark.is_deleted,
    }


def _tell_triage(
    session: Session,
    remark: Remark,
    *,
    kind: Kind,
    dedup_key: str,
    due_at: datetime,
    workspace: Workspace,
    now: datetime,
) -> None:
    outbox.post(
        session,
        kind=kind,
        to=triage_thread(remark.incident_id, triage_channel=workspace.triage_channel),
        dedup_key=dedup_key,
        parameters={"remark_id": remark.id},
        due_at=due_at,
        now=now,
    )
