"""What must be said in Slack? Every operation calls `post`; it only adds rows, the workers beside it say them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, update

from bot.database import HAS_NEWS
from bot.delivery.destination import Destination
from models import Incident, OutboxMessage
from models.vocabulary import Kind, Side

REMINDER_KINDS = ("warning", "breach", "escalation", "breach_notice")
"""What is said only while nobody has acknowledged."""

ARRANGED_AT = "arranged_at"
"""Parameter of a reminder that was wanted only from this instant on, although its time may have passed before."""
UPDATE_KINDS = ("update_wanted", "update_notice")
"""What is said only while an acknowledged incident's customer hears nothing."""

FALLBACK_LANE = "fallback"
"""Arming and disarming go one after the other, and hold up nothing else."""


def post(
    session: Session,
    *,
    kind: Kind,
    to: Destination,
    now: datetime,
    dedup_key: str = "",
    due_at: datetime | None = None,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Add one message, due now or at `due_at`; its words are made from the rows when it is sent.

    Raises `IntegrityError` at the flush if there is one of this incident, kind, `dedup_key` and due time already.
    """
    due_at = due_at or now
    session.add(
        OutboxMessage(
            incident_id=to.incident_id,
            kind=kind,
            dedup_key=dedup_key,
            lane=to.lane,
            side=to.side,
            channel=to.channel,
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
            kind=Kind(f"refresh_{side}_card"),
            to=Destination(channel, incident_id=incident.id or 0, side=Side(side)),
            dedup_key=dedup_key,
            now=now,
        )


def refresh_parent(session: Session, *, incident: Incident, card: OutboxMessage, now: datetime) -> None:
    """Bring the card of what an incident was split from up to date, as there is a card by now that it can link to."""
    if incident.parent_id is not None:
        post(
            session,
            kind=Kind(f"refresh_{card.kind}"),
            to=Destination(card.channel, incident_id=incident.parent_id, side=Side(card.kind.removesuffix("_card"))),
            dedup_key=f"part {incident.id} {card.dedup_key}",
            now=now,
        )


def arm_fallback(
    session: Session, *, incident_id: int, channel: str, post_at: datetime, now: datetime, dedup_key: str = ""
) -> None:
    """Lay a message ready in Slack that speaks at `post_at` if nobody withdraws it."""
    post(
        session,
        kind=Kind.ARM_FALLBACK,
        to=Destination(channel, incident_id=incident_id, lane_name=FALLBACK_LANE),
        dedup_key=dedup_key,
        now=now,
        parameters={"post_at": post_at.isoformat()},
    )


def disarm_fallback(session: Session, *, incident_id: int, channel: str, now: datetime, dedup_key: str = "") -> None:
    """Withdraw the message that lies ready, once nobody needs it any more; nothing happens if there is none."""
    post(
        session,
        kind=Kind.DISARM_FALLBACK,
        to=Destination(channel, incident_id=incident_id, lane_name=FALLBACK_LANE),
        dedup_key=dedup_key,
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
