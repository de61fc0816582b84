"""A technician presses *Take over*."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.take_over import take_over
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def click(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Give the incident to the person, if whom the card named still has it."""
    number, _, former = str(action["value"]).partition(" ")
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            take_over(
                session,
                incident_id=int(number),
                former=former,
                technician=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
