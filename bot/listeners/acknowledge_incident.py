"""A technician takes an incident on: by the button or with :eyes: on a card."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.clock import Clock
from bot.database import Transaction
from bot.idempotency import is_new
from bot.operations.incidents.acknowledgement import acknowledge_incident, is_waiting
from bot.queries.incidents import card_at
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def click(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    now: datetime,
    delivery: str,
    workspace: Workspace,
    transaction: Transaction,
) -> None:
    """Acknowledge the incident whose button was pressed."""
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            acknowledge_incident(
                session,
                incident_id=int(action["value"]),
                technician=person,
                how="button",
                at=now,
                now=now,
                workspace=workspace,
            )
    ack()


def react(
    ack: Ack,
    event: dict[str, Any],
    person: Person,
    now: datetime,
    delivery: str,
    clock: Clock,
    workspace: Workspace,
    reading: Transaction,
    transaction: Transaction,
) -> None:
    """Acknowledge the incident on whose card a technician puts :eyes:; any other reaction is left alone."""
    ack()
    if event["reaction"] != "eyes" or event["item"]["type"] != "message":
        return
    with reading() as session:
        card = card_at(session, channel=event["item"]["channel"], ts=event["item"]["ts"])
    if card is None or not person.answers:
        return
    at = min(clock.at(float(event["event_ts"])), now)
    with transaction() as session:
        if is_new(session, key=delivery, now=now) and is_waiting(session, incident_id=card.incident_id):
            acknowledge_incident(
                session,
                incident_id=card.incident_id,
                technician=person,
                how="eyes",
                at=at,
                now=now,
                workspace=workspace,
            )
