"""MANAGERS names somebody who cannot be a manager: the other managers are notified once."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message
from bot.delivery.health import heartbeat_of
from bot.operations.record_heartbeat import record_heartbeat
from bot.rules.managers import Wrong
from bot.rules.workspace import Workspace
from models.vocabulary import Kind

PART = "managers"
"""Name of the heartbeat that keeps what the last check found."""


def note_wrong_managers(session: Session, *, wrong: Mapping[str, Wrong], workspace: Workspace, now: datetime) -> None:
    """Record what is wrong with which managers, and post what is new since the last check."""
    last = heartbeat_of(session, part=PART)
    known = set(last.facts["findings"]) if last else set()
    findings = {f"{one} {what}": _finding(one, what, workspace) for one, what in wrong.items()}
    if not workspace.managers:
        findings["nobody"] = {"finding": "no_manager"}
    for key in findings.keys() - known:
        for to in who_is_left(workspace, wrong):
            parameters = findings[key]
            outbox.post(session, kind=Kind.TROUBLE_NOTICE, to=to, dedup_key=key, parameters=parameters, now=now)
    record_heartbeat(session, part=PART, at=now, facts={"findings": sorted(findings)})


def _finding(who: str, what: Wrong, workspace: Workspace) -> dict[str, str]:
    return {"finding": "manager" if who in workspace.managers else "desk_manager", "who": who, "state": what}


def who_is_left(workspace: Workspace, wrong: Mapping[str, Wrong]) -> list[Destination]:
    """Return the direct messages of the managers who can read one, or the triage channel if there are none."""
    left = [one for one in workspace.managers if wrong.get(one) in {None, "elsewhere"}]
    return [direct_message(one) for one in left] or [Destination(workspace.triage_channel)]
