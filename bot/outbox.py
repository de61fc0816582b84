"""What must be said in Slack? Every operation calls `post`; it only adds rows, jobs/deliver_outbox says them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, update

from bot.database import HAS_NEWS
from models import Incident, OutboxMessage

REMINDER_KINDS = ("warning", "breach", "escalation", "breach_notice")
"""What is said only while nobody has acknowledged."""

ARRANGED_AT = "arranged_at"
"""Parameter of a reminder that was wanted only from this instant on, although its time may have passed before."""
UPDATE_KINDS = ("update_wanted", "update_notice")
"""What is said only while an acknowledged incident's customer hears nothing."""

FALLBACK_SIDE = "fallback"
"""Arming and disarming go one after the other, and hold up nothing else."""


def post(
    session: Session,
    *,
    incident_id: int | None,
    kind: str,
    side: str,
    channel: str,
    now: datetime,
    dedup_key: str = "",
    due_at: datetime | None = None,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Add one message, due now or at `due_at`; its words are made from the rows when it is sent."""
    due_at = due_at or now
    session.add(
        OutboxMessage(
            incident_id=incident_id,
            kind=kind,
            dedup_key=dedup_key,
            lane=f"{incident_id or 'workspace'} {side}",
            channel=channel,
            parameters=parameters or {},
            created_at=now,
            due_at=due_at,
            run_at=due_at,
        )
    )
    if due_at <= now:
        session.info[HAS_NEWS] = True


def refresh_cards(session: Session, *, incident: Incident, dedup_key: str, triage_channel: str, now: datetime) -> None:
    """Bring both cards up to date, after whatever waits in their threads; `dedup_key` names the occasion."""
    for side, channel in (("customer", incident.opened_in), ("triage", triage_channel)):
        post(
            session,
            incident_id=incident.id or 0,
            kind=f"refresh_{side}_card",
            dedup_key=dedup_key,
            side=side,
            channel=channel,
            now=now,
        )


def refresh_parent(session: Session, *, incident: Incident, card: OutboxMessage, now: datetime) -> None:
    """Bring the card of what an incident was split from up to date, as there is a card by now that it can link to."""
    if incident.parent_id is not None:
        post(
            session,
            incident_id=incident.parent_id,
            kind=f"refresh_{card.kind}",
            dedup_key=f"part {incident.id} {card.dedup_key}",
            side=card.kind.removesuffix("_card"),
            channel=card.channel,
            now=now,
        )


def arm_fallback(
    session: Session, *, incident_id: int, channel: str, post_at: datetime, now: datetime, dedup_key: str = ""
) -> None:
    """Lay a message ready in Slack that speaks at `post_at` if nobody withdraws it."""
    post(
        session,
        incident_id=incident_id,
        kind="arm_fallback",
        dedup_key=dedup_key,
        side=FALLBACK_SIDE,
        channel=channel,
        now=now,
        parameters={"post_at": post_at.isoformat()},
    )


def disarm_fallback(session: Session, *, incident_id: int, channel: str, now: datetime, dedup_key: str = "") -> None:
    """Withdraw the message that lies ready, once nobody needs it any more; nothing happens if there is none."""
    post(
        session,
        incident_id=incident_id,
        kind="disarm_fallback",
        dedup_key=dedup_key,
        side=FALLBACK_SIDE,
        channel=channel,
        now=now,
    )


def cancel_reminders(session: Session, *, incident_id: int) -> None:
    """Cancel what is still to come; a reminder that is just being posted is left to the delivery's own check."""
    cancel_updates(session, incident_id=incident_id)
    session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.incident_id) == incident_id,
            col(OutboxMessage.kind).in_(REMINDER_KINDS),
            col(OutboxMessage.state).in_(("pending", "parked")),
            col(OutboxMessage.lease_token).is_(None),
        )
        .values(state="cancelled")
    )


def cancel_updates(session: Session, *, incident_id: int) -> None:
    """Cancel the reminders that the customer hears nothing, also one that is just being posted: a new one may come."""
    session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.incident_id) == incident_id,
            col(OutboxMessage.kind).in_(UPDATE_KINDS),
            col(OutboxMessage.state).in_(("pending", "parked")),
        )
        .values(state="cancelled", lease_token=None)
    )
