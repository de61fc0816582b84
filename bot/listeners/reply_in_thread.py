"""Somebody writes in a card's thread: a technician's first message there is the initial response."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.clock import Clock
from bot.database import Transaction
from bot.operations.acknowledge_incident import acknowledge_incident, is_waiting
from bot.queries.incidents import card_at, facts_of
from bot.receipts import is_new
from bot.rules.desk import Desk
from bot.rules.person import Person

WRITTEN = (None, "file_share", "thread_broadcast")
"""Subtypes of a message that a person wrote; edits, deletions, joins and bots have others."""


def reply(
    ack: Ack,
    event: dict[str, Any],
    person: Person,
    now: datetime,
    delivery: str,
    clock: Clock,
    desk: Desk,
    reading: Transaction,
    transaction: Transaction,
) -> None:
    """Acknowledge by a technician's message in either thread, as of its own time; the customer's own never count."""
    ack()
    if event.get("subtype") not in WRITTEN:
        return
    with reading() as session:
        card = card_at(session, channel=event["channel"], ts=event["thread_ts"])
        if card is None or facts_of(session, incident_id=card.incident_id).opened_by == person.user_id:
            return
    if not person.answers:
        return
    with transaction() as session:
        if is_new(session, delivery=delivery, now=now) and is_waiting(session, incident_id=card.incident_id):
            acknowledge_incident(
                session,
                incident_id=card.incident_id,
                technician=person,
                how="reply" if card.side == "customer" else "triage_reply",
                at=min(clock.at(float(event["ts"])), now),
                now=now,
                desk=desk,
            )
