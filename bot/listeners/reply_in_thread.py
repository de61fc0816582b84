"""Somebody writes in a card's thread: the other side must see it, and a technician's first message is the answer."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.clock import Clock
from bot.database import Transaction
from bot.idempotency import is_new
from bot.operations.incidents.acknowledgement import acknowledge_incident, is_waiting
from bot.operations.incidents.mark_reachable import is_asked, note_answer
from bot.operations.incidents.remark import delete_remark, relay_remark
from bot.operations.incidents.update_clock import record_customer_update
from bot.queries.incidents import card_at, customer_of
from bot.rules.person import Person
from bot.rules.said import said_in
from bot.rules.workspace import Workspace


def reply(
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
    """Tell the technicians what is said in the customer's thread; a technician's message in either acknowledges.

    Once it is acknowledged, a technician's message to the customer winds the clock of updates. Edits and deletions
    follow. The customer's own messages never acknowledge, nor does an edit.
    """
    ack()
    if event.get("subtype") == "message_deleted":
        with transaction() as session:
            delete_remark(session, channel=event["channel"], ts=event["deleted_ts"], workspace=workspace, now=now)
        return
    message = event.get("message", event)
    said = said_in(message, channel=event["channel"], at=min(clock.at(float(message["ts"])), now))
    if said is None:
        return
    with reading() as session:
        card = card_at(session, channel=said.channel, ts=message["thread_ts"])
        customer = card and customer_of(session, incident_id=card.incident_id)
        asked = card is not None and card.side == "customer" and is_asked(session, incident_id=card.incident_id)
    if card is None:
        return
    if card.side == "customer":
        with transaction() as session:
            relay_remark(session, said=said, incident_id=card.incident_id, workspace=workspace, now=now)
    is_edit = "message" in event
    if asked and not is_edit and (customer == person.user_id or not person.answers):
        with transaction() as session:
            note_answer(
                session, incident_id=card.incident_id, who=person.user_id, at=said.at, workspace=workspace, now=now
            )
    if is_edit or customer == person.user_id or not person.answers:
        return
    with transaction() as session:
        if not is_new(session, key=delivery, now=now):
            return
        if is_waiting(session, incident_id=card.incident_id):
            acknowledge_incident(
                session,
                incident_id=card.incident_id,
                technician=person,
                how="reply" if card.side == "customer" else "triage_reply",
                at=said.at,
                now=now,
                workspace=workspace,
            )
        elif card.side == "customer":
            record_customer_update(session, incident_id=card.incident_id, workspace=workspace, at=said.at, now=now)
