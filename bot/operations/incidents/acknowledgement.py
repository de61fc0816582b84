"""A technician takes an incident on: that is the initial response, and it is set once."""

from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select, update

from bot import audit
from bot.delivery import outbox
from bot.delivery.buttons import take_buttons
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import check_status
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Incident, vocabulary

How = Literal["button", "eyes", "reply", "triage_reply"]


class NotTechnician(Refusal):
    """Somebody who is not in the triage channel wants to acknowledge."""

    text = "refusal-not_technician"


class AlreadyAcknowledged(Refusal):
    """Somebody was first; the refusal says who and when."""

    text = "refusal-already_acknowledged"


def acknowledge_incident(
    session: Session,
    *,
    incident_id: int,
    technician: Person,
    how: How,
    at: datetime,
    now: datetime,
    workspace: Workspace,
) -> None:
    """Record the initial response as of `at`, cancel what is still to come, and tell both sides now.

    Raises `NotTechnician`, `NoSuchIncident`, `AlreadyAcknowledged` for whoever comes second, or, where it has ended,
    what `check_status` raises.
    """
    if not technician.answers:
        raise NotTechnician(incident=written(incident_id))
    # Locked, so that the margin is that of the deadline in force: its severity may be changing at this moment.
    incident = lock_incident(session, incident_id)
    margin = int((incident.deadline_at - at).total_seconds())
    if not _was_first(session, incident, technician=technician, how=how, at=at, margin=margin):
        session.refresh(incident)
        if incident.status != "acknowledged":  # It may have been withdrawn before anybody answered.
            check_status(incident, act="acknowledge", roles=["technician"])
        raise AlreadyAcknowledged(
            incident=written(incident_id), who=f"<@{incident.acknowledged_by}>", when=incident.acknowledged_at
        )
    session.refresh(incident)
    outbox.cancel_reminders(session, incident_id=incident_id)
    take_buttons(session, incident_id=incident_id, kinds=outbox.REMINDER_KINDS, now=now)
    if workspace.has_fallback:
        outbox.disarm_fallback(session, incident_id=incident_id, channel=workspace.triage_channel, now=now)
    post_to_both_sides(session, incident, vocabulary.ACKNOWLEDGED, workspace=workspace, dedup_key="", now=now)
    outbox.refresh_cards(
        session, incident=incident, dedup_key=f"v{incident.version}", triage_channel=workspace.triage_channel, now=now
    )
    rearm_update_clock(session, incident=incident, workspace=workspace, now=now)
    audit.record(
        session,
        incident_id=incident_id,
        kind="acknowledge_incident",
        actor=technician.user_id,
        at=at,
        before={"status": "open"},
        after={"status": "acknowledged", "how": how, "margin": margin},
    )


def is_waiting(session: Session, *, incident_id: int) -> bool:
    """Has nobody acknowledged this incident yet?"""
    return session.exec(select(Incident.status).where(Incident.id == incident_id)).one() == "open"


def _was_first(
    session: Session, incident: Incident, *, technician: Person, how: How, at: datetime, margin: int
) -> bool:
    """Write the acknowledgement if there is none; of two at the same instant the database lets one through."""
    written_rows = session.exec(
        update(Incident)
        .where(col(Incident.id) == incident.id, col(Incident.status) == "open")
        .values(
            status="acknowledged",
            acknowledged_at=at,
            acknowledged_by=technician.user_id,
            acknowledged_how=how,
            acknowledged_margin=margin,
            assigned_to=technician.user_id,
            customer_updated_at=at,
            version=Incident.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return written_rows.rowcount == 1
