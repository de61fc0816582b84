"""An incident ends, whatever act has ended it: its clock stops and nothing waits for it any more."""

from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.delivery import outbox
from bot.delivery.buttons import REACHABLE_KINDS, take_buttons
from bot.rules.statuses import ACTS, Act
from bot.rules.workspace import Workspace
from models import Incident


def end_incident(
    session: Session, incident: Incident, *, act: Act, explanation: str, actor: str, workspace: Workspace, now: datetime
) -> None:
    """Write that the incident has ended by this act, and end its clock; what it costs is the caller's to say."""
    before = incident.status
    incident.status, incident.outcome = "closed", ACTS[act].outcome
    incident.closed_at, incident.closed_by, incident.explanation = now, actor, explanation
    incident.version += 1
    session.flush()
    outbox.cancel_reminders(session, incident_id=incident.id or 0)
    over = (*outbox.REMINDER_KINDS, *outbox.UPDATE_KINDS, *REACHABLE_KINDS)
    take_buttons(session, incident_id=incident.id, kinds=over, now=now)
    if workspace.has_fallback and before == "open":
        outbox.disarm_fallback(session, incident_id=incident.id or 0, channel=workspace.triage_channel, now=now)
    audit.record(
        session,
        incident_id=incident.id,
        kind="close_incident",
        actor=actor,
        at=now,
        before={"status": before},
        after={"status": "closed", "outcome": incident.outcome, "explanation": explanation},
    )
